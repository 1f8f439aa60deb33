#!/usr/bin/env python3
"""The sample's spend by a second way: prices looked up in the sheets and multiplied, without any of the Java code.

    tools/check_sample.py        # from the project's folder
"""

import csv
import datetime as dt
import re
from decimal import Decimal

SHEET = "steelyard-core/src/main/resources/steelyard/price/book/sheets/openrouter.csv"
PERIODS = {"before": ("2025-11-09", "2025-12-07"), "after": ("2026-04-06", "2026-05-04")}


def listed(slug):
    m = re.match(r"anthropic/claude-([\d.]+)-(\w+)-\d+", slug)
    if m:
        return f"anthropic/claude-{m[2]}-{m[1]}"
    return "moonshotai/kimi-k2.5" if slug == "moonshotai/kimi-k2.5-0127" else re.sub(r"-\d{8}$", "", slug)


def main():
    prices = {}
    for row in csv.DictReader(open(SHEET, newline="")):
        if not row["service"] and not row["context"] and not row["region"]:
            prices.setdefault(row["model"], []).append(row)
    for name, (start, end) in PERIODS.items():
        total, unpriced = Decimal(0), set()
        for row in csv.DictReader(open("samples/openrouter-weekly.csv", newline="")):
            if not start <= row["time"][:10] < end or not row["calls"] or row["model"].endswith(":free"):
                continue
            last_day = str(dt.date.fromisoformat(row["time_end"][:10]) - dt.timedelta(days=1))
            in_force = [p for p in prices.get(listed(row["model"]), [])
                        if p["from"] <= last_day and (not p["to"] or p["to"] > last_day)]
            if not in_force:
                unpriced.add(row["model"])
                continue
            price = in_force[-1]
            cached = int(row["cached_tokens"])
            total += (int(row["prompt_tokens"]) - cached) * Decimal(price["input"])
            total += cached * Decimal(price["cache_read"] or price["input"])
            total += (int(row["output_tokens"]) - int(row["reasoning_tokens"])) * Decimal(price["output"])
            total += int(row["reasoning_tokens"]) * Decimal(price["reasoning"] or price["output"])
        print(f"{name}: {total / 1_000_000:.6f} USD, no price: {', '.join(sorted(unpriced)) or 'none'}")


if __name__ == "__main__":
    main()
