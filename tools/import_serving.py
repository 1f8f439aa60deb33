#!/usr/bin/env python3
"""Makes the bundled data of the serving room: accelerators, model shapes and measured operating points.

    tools/import_serving.py SERVING_FOLDER ENERGY_FOLDER

SERVING_FOLDER holds hardware.csv, models.csv and measured_throughput.csv, each row with its source, ENERGY_FOLDER grid_intensity.csv (Our World in Data
and Ember, CC BY 4.0, and EcoLogits). Written to
steelyard-app/src/main/resources/steelyard/serving with the columns that are used and the ids in lower case. Points
whose quality is C (unit or limit not clear) are left out.
"""

import csv
import pathlib
import re
import sys

OUT = pathlib.Path(__file__).resolve().parent.parent / "steelyard-app/src/main/resources/steelyard/serving"

ACCELERATOR = ["accelerator", "family", "vendor", "memory_gb", "mem_bw_gb_s", "bf16_tflops", "fp8_tflops", "int8_tops", "fp4_tflops",
               "scale_up", "scale_up_gb_s_per_accel_one_way", "scale_up_domain", "scale_out_gbit_s_per_accel", "tdp_w",
               "all_in_utility_kw", "rent_usd_h_low", "rent_usd_h_typ", "rent_usd_h_high", "rent_date", "rent_confidence",
               "rent_source", "spec_source"]
MODEL = ["model", "hf_repo", "attention", "layers", "hidden", "heads", "kv_heads", "head_dim", "ffn_matrices",
         "dense_intermediate", "moe_layers", "routed_experts", "experts_per_token", "moe_intermediate",
         "kv_lora_rank", "qk_nope_head_dim", "qk_rope_head_dim", "v_head_dim", "dsa_topk", "vocab", "tied_embeddings",
         "sliding_window", "full_attention_layers", "local_or_linear_layers", "computed_total_b", "kv_elements_per_token",
         "state_elements", "native_dtype", "config_source"]
POINT = ["row_id", "model", "weights_precision", "kv_precision", "hardware", "n_gpus", "tp", "pp", "ep", "dp", "engine",
         "input_len", "output_len", "concurrency", "scenario", "input_tok_s", "output_tok_s", "ttft_ms", "tpot_ms",
         "prefix_cache_hit", "avg_power_w", "requests", "offered_rate", "quality", "source", "notes"]

GRID = ["iso3", "country", "year", "owid_ember_gco2e_per_kwh", "ecologits_gco2e_per_kwh"]


# What layers of linear attention and state-space layers keep per sequence, in elements: layers x heads x head width x
# state, as recalled from each model's config.json.
STATE = {"nemotron-nano-9b-v2": 27 * 128 * 80 * 128, "nemotron-nano-12b-v2": 28 * 128 * 80 * 128,
         "nemotron-3-nano-30b-a3b": 23 * 64 * 64 * 128, "qwen3-next-80b-a3b": 36 * 32 * 128 * 128,
         "qwen3.5-397b-a17b": 45 * 64 * 128 * 128, "minimax-m1": 70 * 64 * 128 * 128}

FAMILY = {"a100": "ampere", "a10g": "ampere", "h100": "hopper", "h200": "hopper", "gh200": "hopper", "h800": "hopper", "h20": "h20",
          "b200": "blackwell", "gb200": "blackwell", "b300": "blackwell", "gb300": "blackwell", "l4": "ada", "l40s": "ada",
          "rtx-4090": "ada", "rtx-5090": "blackwell-pcie", "rtx-pro-6000": "blackwell-pcie", "mi300x": "cdna3", "mi325x": "cdna3"}


def family(accelerator):
    """Chips whose share of the peak is taken to be the same."""
    for start in (2, 1, 3):
        found = FAMILY.get("-".join(accelerator.split("-")[:start]))
        if found:
            return found
    return "other"


def point(row):
    """ML.ENERGY keeps a batch full and publishes no input lengths: for two of its tasks they follow from the batch at
    which memory is full. Rows at an offered rate say what was asked for, not what could be had."""
    if "ML.ENERGY" in row["engine"]:
        row["scenario"] = "fixed-batch"
        for task, length in (("lm-arena-chat", 360), ("gpqa", 250)):
            if task in row["notes"]:
                row["input_len"] = length
                row["notes"] += f"; input length inferred, about {length}"
    for column, pattern in (("requests", r"(?:over|all) (\d+) requests"), ("offered_rate", r"offered rate (\d+) req/s")):
        found = re.search(pattern, row["notes"])
        row[column] = found.group(1) if found else ""
    if "offered rate" in row["notes"]:
        row["scenario"] = "offline" if "offered rate INF" in row["notes"] else "arrivals"
    return row


def carry(folder, name, out, columns, keep=lambda row: True):
    with open(folder / name, newline="") as f:
        rows = [row for row in csv.DictReader(f) if keep(row)]
    with open(OUT / out, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(columns)
        for row in rows:
            for key in ("accelerator", "model", "hardware"):
                if key in row:
                    row[key] = row[key].lower()
            if "accelerator" in row:
                row["family"] = family(row["accelerator"])
            if "hf_repo" in row:
                row["state_elements"] = STATE.get(row["model"], 0)
            if "owid_ember_year" in row:
                row["year"] = row["owid_ember_year"]
            if "engine" in row:
                row = point(row)
            w.writerow([row[c] for c in columns])
    print(out, len(rows))


def main(folder, energy):
    folder = pathlib.Path(folder)
    OUT.mkdir(parents=True, exist_ok=True)
    carry(folder, "hardware.csv", "accelerators.csv", ACCELERATOR)
    carry(folder, "models.csv", "models.csv", MODEL)
    carry(folder, "measured_throughput.csv", "measured.csv", POINT, lambda row: row["quality"] != "C")
    carry(pathlib.Path(energy), "grid_intensity.csv", "grid.csv", GRID)


main(sys.argv[1], sys.argv[2])
