#!/usr/bin/env python3
"""Makes the bundled scores and the crosswalk of names from published leaderboards.

    tools/import_scores.py SCORES_FOLDER

SCORES_FOLDER holds quality_scores.csv (one row per published score) and sources.csv (repository, commit, licence).
Sources marked restricted or non-commercial are left out, and so are results of more than
one model at once (architect and editor, agents of their own make). Written to steelyard-app/src/main/resources/steelyard/quality:

    models.csv     one row per model: weights of one version, whoever serves them
    crosswalk.csv  every name in the price book that means one of them, with dates where a name was re-pointed
    scores.csv     every score of one of them, as published

A name is brought to a key by the rules in `key`; tools/quality_names.csv overrides them, row by row. A model is a
key that has both a listed name in the price book and a score.
"""

import collections
import csv
import pathlib
import re
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHEETS = ROOT / "steelyard-core/src/main/resources/steelyard/price/book/sheets"
OUT = ROOT / "steelyard-app/src/main/resources/steelyard/quality"
OVERRIDES = ROOT / "tools/quality_names.csv"

# benchmark at source -> (benchmark here, how its version is read)
BENCHMARKS = {
    "aider_polyglot": "aider-polyglot", "aider_edit": "aider-edit",
    "epoch_gpqa_diamond": "gpqa-diamond", "epoch_math_level_5": "math-level-5",
    "epoch_otis_mock_aime_2024_2025": "otis-mock-aime", "epoch_frontiermath_2025_02_28_private": "frontiermath",
    "weirdml": "weirdml", "arc_agi_1": "arc-agi-1", "livebench_global": "livebench",
    "lmarena_text_overall": "lmarena-text",
    "bfcl_v1": "bfcl", "bfcl_v2_live": "bfcl", "bfcl_v3": "bfcl", "bfcl_v4": "bfcl",
    "tau2_airline": "tau2-airline", "tau2_retail": "tau2-retail", "tau2_telecom": "tau2-telecom",
    "tau2_banking_knowledge": "tau2-banking",
    "llmstats_gpqa": "gpqa-claimed", "llmstats_mmlu": "mmlu-claimed", "llmstats_mmlu-pro": "mmlu-pro-claimed",
    "llmstats_math": "math-claimed", "llmstats_humaneval": "humaneval-claimed",
    "llmstats_swe-bench-verified": "swe-bench-verified-claimed", "llmstats_aime-2025": "aime-2025-claimed",
    "llmstats_livecodebench": "livecodebench-claimed",
}
ARENA = {"lmarena_hist": "2025-02-raw", "arena_catalog": "2025-12-style", "arena_ai_daily": "2026-04-style"}

# Not a chat model, or another service of one: neither a model here nor a price of one.
NOT_A_LISTING = re.compile(
    r"(^ft:|\.ft|\.ft-$|embed|audio|realtime|tts|transcribe|image|whisper|guard|moderation|ocr|search|deep-research"
    r"|computer-use|robotics|omni|voxtral|live-|-live|safety|gt-128k|lte-128k|gt-200k|lte-200k|:batch|batchx|customtools"
    r"|:free|:extended|:nitro|:floor|:online|:exacto|^fast/|^us/|us-gov\.|^in\.|highspeed|lightning-|-highspeed|-lightning$"
    r"|(claude|kimi|glm).*-fast$|airx$|glm-4\.5-x$|-us$|32k|16k|vision-preview|gpt-4-vision|grok-3(-mini)?-fast|flashx|turbo-preview$"
    r"|multi-agent|experimental|-gv2|finetun|-base$|long$|rope|64k$|-128k$|70b-instruct-1b|character|sonar|specdec"
    r"|llama-4-scout-17b-128e|llama-4-maverick-17b-16e|scout-128b)")
EFFORT = [
    r"\(fc thinking\)", r"\(fc\)", r"\(prompt \+ thinking\)", r"\(prompt\)", r"\((no )?think(ing)?\)",
    r"\([^)]*think[^)]*\)", r"\((low|medium|high|default|chat|reasoner)\)", r"\((20\d\d-\d\d-\d\d)\)",
    r"[-_]thinking-auto-(low|medium|high|xhigh)-effort$", r"[-_]thinking-\d+k-(low|medium|high)-effort$",
    r"[-_](low|medium|high|xhigh|max)-effort$", r"[-_](high|no|minimal)thinking$", r"[-_]no-thinking$", r"[-_]nothinking$",
    r"[-_]thinking-\d+k$", r"_thinking$", r"_(low|medium|high|\d+k)$", r"-thinking-minimal$",
]
VENDOR = r"^(anthropic|meta|amazon|mistral|cohere|ai21|deepseek|qwen|openai|minimax|moonshot|moonshotai|google|nvidia|writer|xai|zai)\."


def key(name):
    """The model that a name means, by rule; empty if it means none."""
    s = urllib.parse.unquote(name.strip().lower())
    s = s.split("/")[-1]
    s = re.sub(VENDOR, "", s)
    s = re.sub(r"(?<=\d)p(?=\d)", ".", s)
    s = re.sub(r":(thinking|beta)$", "", s)
    s = re.sub(r"(-maas|-fp8|-bf16|-nvfp4|-tput|-turbo-2|-reference|-lite(?=$)(?<=instruct-lite)|-hf)+$", "", s)
    for effort in EFFORT:
        s = re.sub(effort, "", s)
    s = re.sub(r"[ ._:@()+,]+", "-", s).strip("-")
    s = re.sub(r"-+", "-", s)
    for family in (claude, openai, gemini, grok, deepseek, llama, qwen, mistral, others):
        found = family(s)
        if found is not None:
            return found
    return s


def claude(s):
    if "claude" not in s:
        return None
    date = re.search(r"20\d{6}", s)
    s = re.sub(r"-?20\d{6}", "", s)
    s = re.sub(r"-(v\d+(-\d)?|default|latest|base|preview)$", "", s)
    s = re.sub(r"-thinking$|-instruct$", "", s)
    m = re.fullmatch(r"claude-(?:v)?(2|2-1|1|instant|instant-1|instant-v1|instant-1-2)(?:-0)?", s)
    if m:
        return {"2": "claude-2", "2-1": "claude-2-1", "1": "claude-1"}.get(m.group(1), "claude-instant-1")
    family = re.search(r"opus|sonnet|haiku|fable|mythos", s)
    if not family:
        return s
    version = [v for v in re.findall(r"\d+", s) if v != "0"]
    if not version:
        return ""
    old = version[:1] == ["3"]
    v = "-".join(version[:2])
    if old:
        base = f"claude-{v}-{family.group()}"
        if base == "claude-3-5-sonnet":
            return base + ("-20240620" if date and date.group() == "20240620" else "-20241022" if date else "")
        return base
    return f"claude-{family.group()}-{v}"


def openai(s):
    if not re.match(r"(gpt|o\d|chatgpt|codex)", s):
        return None
    s = s.replace("gpt-35-", "gpt-3-5-").replace("gpt-4-5-preview", "gpt-4-5")
    if s.startswith("gpt-oss"):
        return re.sub(r"(-high|-medium|-low|-1-0)$", "", s)
    keep = re.match(r"gpt-4o-2024-\d\d-\d\d$", s)
    if not keep:
        s = re.sub(r"-20\d\d-\d\d-\d\d", "", s)
        s = re.sub(r"-20\d{6}$", "", s)
    s = re.sub(r"-(high|medium|low|xhigh|minimal|latest)$", "", s) if not s.startswith("chatgpt") else s
    s = re.sub(r"-chat-latest$", "-chat", s)
    return s


def gemini(s):
    if not s.startswith("gemini"):
        return None
    s = re.sub(r"^gemini-(flash|pro)-1-5", r"gemini-1-5-\1", s)
    s = s.replace("gemini-3-1-pro-preview", "gemini-3-1-pro")
    s = re.sub(r"-(high|low|medium|minimal|thinking)$", "", s)
    s = re.sub(r"-(preview-11-2025|preview-02-05)$", "-preview", s) if s.startswith("gemini-3") else s
    if s.startswith("gemini-3"):
        return re.sub(r"-preview$", "", s).replace("gemini-3-0", "gemini-3")
    s = s.replace("gemini-2-5-pro-preview-06-05", "gemini-2-5-pro").replace("gemini-2-5-pro-06-05", "gemini-2-5-pro")
    s = s.replace("gemini-2-5-pro-exp-03-25", "gemini-2-5-pro-preview-03-25")
    s = s.replace("gemini-2-5-flash-lite-preview-06-17", "gemini-2-5-flash-lite")
    s = re.sub(r"^gemini-2-5-flash-06-05$", "gemini-2-5-flash", s)
    s = re.sub(r"^gemini-2-0-(flash|flash-lite)-(001|preview-02-05)$", r"gemini-2-0-\1", s)
    s = re.sub(r"^gemini-(1-0-pro.*|pro|pro-dev-api)$", "gemini-1-0-pro", s)
    s = re.sub(r"^gemini-1-5-flash-8b-001$", "gemini-1-5-flash-8b", s)
    return s


def grok(s):
    if not s.startswith("grok"):
        return None
    s = re.sub(r"-latest$|-beta-latest$", "", s)
    s = re.sub(r"-(high|low)$", "", s)
    s = s.replace("grok-4-2-", "grok-4-20-")
    s = "grok-4-20" if s == "grok-4-2" else s
    s = re.sub(r"^grok-4-20-(beta-)?(0309-)?", "grok-4-20-", s).rstrip("-")
    s = re.sub(r"^(grok-4-fast|grok-4-1-fast|grok-4-20)$", r"\1-reasoning", s)
    s = re.sub(r"-chat$", "-non-reasoning", s) if "fast-chat" in s else s
    s = re.sub(r"^grok-3(-mini)?(-beta|-preview-02-24)$", r"grok-3\1", s)
    s = re.sub(r"^grok-4-0709$", "grok-4", s)
    return re.sub(r"^grok-code-fast(-1)?(-0825)?$", "grok-code-fast-1", s)


def deepseek(s):
    s = re.sub(r"^(r1|v3|v3-1|v3-2|v3-v1-0)(?=-|$)", r"deepseek-\1", s) if re.match(r"(r1-v1|v3-)", s) else s
    if not s.startswith("deepseek"):
        return None
    s = s.replace("deepseek-r1-v1-0", "deepseek-r1").replace("deepseek-v3-v1-0", "deepseek-v3-1").replace("deepseek-v3-2-v1-0", "deepseek-v3-2")
    s = re.sub(r"^deepseek-chat-v", "deepseek-v", s)
    s = re.sub(r"-(0731|0813)$", "", s) if "v4" in s else s
    s = re.sub(r"^deepseek-(v3-1|v3-2|v3-2-exp|v3-1-terminus)-thinking$", r"deepseek-\1", s)
    return s


def llama(s):
    s = re.sub(r"^meta-llama-", "llama-", s)
    s = re.sub(r"^(code)?llama-?v?(\d)", r"\1llama-\2", s)
    if not re.match(r"llama-\d", s):
        return None
    s = re.sub(r"^llama-31-", "llama-3-1-", s)
    s = re.sub(r"-(versatile|instant|instruct|chat|turbo|lite|8192|4096|vision|preview|text|reasoning|basic|v1-0|v1%3a0|v1|fp8|bf16)(?=-|$)", "", s)
    s = re.sub(r"^(llama-4-(maverick|scout)).*", r"\1", s)
    return s


def qwen(s):
    s = re.sub(r"^qwen-v?(\d)", r"qwen\1", s)
    s = re.sub(r"^qwen-qwq", "qwq", s)
    if not s.startswith(("qwen", "qwq")):
        return None
    s = re.sub(r"-(turbo|fp8)$", "", s)
    s = re.sub(r"^(qwen\d(-5)?(-vl|-coder)?-[\w]*b(-a\d+b)?)-(instruct|chat|thinking)$", r"\1", s) if not s.startswith("qwen3-") else s
    s = re.sub(r"^qwen3-(\d+b)(-thinking|-instruct)$", r"qwen3-\1", s)
    s = re.sub(r"^qwen3-(235b-a22b|30b-a3b)-(instruct-)?2507(-v1-0)?$", r"qwen3-\1-instruct-2507", s)
    s = re.sub(r"^qwen3-coder-(480b|30b).*", r"qwen3-coder-\1", s)
    s = re.sub(r"^qwen3-next-80b-a3b$", "qwen3-next-80b-a3b-instruct", s)
    s = re.sub(r"^qwen3-max-20\d\d-\d\d-\d\d$", "qwen3-max", s)
    s = re.sub(r"^qwen3-32b-v1-0$", "qwen3-32b", s)
    s = re.sub(r"^qwen3-(235b-a22b|30b-a3b)-thinking$", r"qwen3-\1", s)
    return s


def mistral(s):
    if not re.search(r"mistral|mixtral|codestral|ministral|magistral|devstral|pixtral", s):
        return None
    s = re.sub(r"^open-", "", s)
    s = re.sub(r"-v0-[123](-\d)?$|-v1-0$|-v1$", "", s)
    s = re.sub(r"-(instruct|it|32768|675b|fp8|latest-)(?=-|$)", "", s)
    s = re.sub(r"^(mixtral-8x7b|mixtral-8x22b|mistral-7b|mistral-nemo).*", r"\1", s)
    for name, dated in {"mistral-large-3": "mistral-large-2512", "mistral-large-2-2407": "mistral-large-2407",
                        "mistral-medium-3": "mistral-medium-2505", "mistral-medium-3-001": "mistral-medium-2505",
                        "mistral-medium-3-1": "mistral-medium-2508", "mistral-medium-3-1-2508": "mistral-medium-2508",
                        "mistral-small-24b-2501": "mistral-small-2501", "mistral-small-3-1-24b": "mistral-small-2503",
                        "mistral-small-3-1-24b-2503": "mistral-small-2503", "mistral-small-3-2-24b": "mistral-small-2506",
                        "mistral-small-3-2-24b-2506": "mistral-small-2506", "mistral-small-3-2-2506": "mistral-small-2506",
                        "codestral-25-01": "codestral-2501"}.items():
        s = dated if s == name else s
    return s


def others(s):
    s = re.sub(r"^(moonshotai|moonshot)-kimi", "kimi", s)
    s = re.sub(r"^kimi-k2(-instruct|-0711|-0711-preview)?$", "kimi-k2-0711", s)
    s = re.sub(r"^kimi-k2-(instruct-)?0905(-preview)?$", "kimi-k2-0905", s)
    s = re.sub(r"^kimi-k2-thinking-turbo$", "kimi-k2-thinking", s)
    s = re.sub(r"^kimi-k2-5(-0127|-thinking|-instant)?$|^kimi-k2-5$", "kimi-k2-5", s)
    s = re.sub(r"^kimi-k2-6-thinking$", "kimi-k2-6", s)
    s = re.sub(r"^zai-glm", "glm", s)
    s = re.sub(r"^(gemma-\S+?)-it$", r"\1", re.sub(r"^gemma2-", "gemma-2-", s))
    s = re.sub(r"^amazon-nova", "nova", s)
    s = re.sub(r"^(nova-[\w-]+?)-v1(-0)?$", r"\1", s)
    s = re.sub(r"^(nova-2-lite|nova-[a-z]+)-v1$", r"\1", s)
    s = re.sub(r"^command-a-03-2025(-quality)?$", "command-a", s)
    s = re.sub(r"^command-r-plus-04-2024$|^command-r-plus-v1-0$", "command-r-plus", s)
    s = re.sub(r"^jamba-(\d-\d)-(large|mini)-v1-0$", r"jamba-\1-\2", s)
    s = re.sub(r"^phi4$", "phi-4", s)
    s = re.sub(r"^dbrx-instruct(-preview)?$", "dbrx", s)
    return s


def listed_names():
    """Every (provider, name) of the price book that has an input and an output price."""
    names = collections.defaultdict(set)
    for sheet in sorted(SHEETS.glob("*.csv")):
        with open(sheet, newline="") as f:
            for row in csv.DictReader(f):
                if row["input"] and row["output"] and "*" not in row["model"]:
                    names[sheet.stem].add(row["model"])
    return names


def version(row):
    b, v = row["benchmark"], row["variant"]
    if b.startswith("epoch_"):
        return v.replace("task_version=", "")
    if b == "livebench_global":
        return v.replace("release=", "")
    if b == "lmarena_text_overall":
        return ARENA[row["source_key"]]
    if b.startswith("bfcl"):
        return b.split("_")[1] + "-" + row["date"]
    if b.startswith("tau2"):
        release = re.search(r"tau2=v?(.*)", v).group(1).strip()
        return "1.0.1" if release.startswith("1.0") else "0.x" if release[:1] == "0" else release
    return "1"


def setting(row):
    b, v = row["benchmark"], row["variant"]
    if b.startswith("aider") or b.startswith("tau2"):
        return re.sub(r";?tau2=.*|;?type=\w+|;?effort=None|by=[^;]*;?", "", v).strip(";")
    return ""


def wanted(row, classes, last):
    b, v = row["benchmark"], row["variant"]
    if b not in BENCHMARKS or classes[row["source_key"]] in ("nc", "restricted") or not row["model_as_named"]:
        return False
    if "architect" in v or " + " in row["model_as_named"]:
        return False
    if b.startswith("tau2") and ("type=custom" in v or "original" in v):
        return False
    if b.startswith("aider") and "sonnet-fine" in row["source_key"]:
        return False
    if b.startswith("bfcl"):
        return row["date"] == last[b]
    if b == "lmarena_text_overall":
        if row["source_key"] == "arena_catalog":
            return v == "style_control" and row["date"] == last[b, "arena_catalog"]
        if row["source_key"] == "lmarena_hist":
            return row["date"] == last[b, "lmarena_hist"]
    return True


def main(folder):
    folder = pathlib.Path(folder)
    with open(folder / "sources.csv", newline="") as f:
        sources = {r["source_key"]: r for r in csv.DictReader(f)}
    classes = {k: r["licence_class"] for k, r in sources.items()}
    with open(folder / "quality_scores.csv", newline="") as f:
        rows = list(csv.DictReader(f))
    with open(OVERRIDES, newline="") as f:
        overrides = list(csv.DictReader(f))
    by_name = collections.defaultdict(list)
    for o in overrides:
        by_name[o["provider"], o["name"].lower()].append(o)

    last = {}
    for r in rows:
        for k in (r["benchmark"], (r["benchmark"], r["source_key"])):
            last[k] = max(last.get(k, ""), r["date"])
    scores = {}
    for r in rows:
        if not wanted(r, classes, last):
            continue
        named = by_name.get(("", r["model_as_named"].lower()))
        model = named[0]["model"] if named else key(r["model_as_named"])
        if not model:
            continue
        row = (BENCHMARKS[r["benchmark"]], version(r), model, r["model_as_named"], setting(r), r["date"], r["date_kind"],
               r["score"], r["cost_per_task_usd"], r["n_tasks"], r["prompt_tokens"], r["completion_tokens"], r["source_key"])
        same = row[:5] + (row[12],)
        # a rating that is published again and again counts as it was last seen
        if r["benchmark"] != "lmarena_text_overall" or same not in scores or scores[same][5] <= row[5]:
            scores[same + (() if r["benchmark"] == "lmarena_text_overall" else (row[5],))] = row

    crosswalk = []
    for provider, names in sorted(listed_names().items()):
        for name in sorted(names):
            dated = by_name.get((provider, name.lower())) or by_name.get(("", name.lower()))
            if dated:
                crosswalk += [(provider, name, o["model"], o["from"], o["to"]) for o in dated if o["model"]]
            elif not NOT_A_LISTING.search(name.lower()):
                k = key(name)
                if k and not k.endswith("-latest"):
                    crosswalk.append((provider, name, k, "", ""))
    scored = {r[2] for r in scores.values()}
    listed = {c[2] for c in crosswalk}
    models = scored & listed
    used = sorted({r[12] for r in scores.values() if r[2] in models})

    def write(name, header, lines):
        with open(OUT / name, "w", newline="") as f:
            w = csv.writer(f, lineterminator="\n")
            w.writerow(header)
            w.writerows(lines)

    traits = {o["model"]: o for o in csv.DictReader(open(ROOT / "tools/quality_traits.csv", newline=""))}
    rules = [o for o in traits.values() if o["model"].startswith("^")]

    def trait(model):
        if model in traits:
            return traits[model]
        return next((r for r in rules if re.match(r["model"], model)), None)

    lines = []
    for m in sorted(models):
        t = trait(m)
        if t is None:
            sys.exit(f"no line in tools/quality_traits.csv fits {m}")
        lines.append((m, t["lab"], t["weights"], t["reasoning"]))
    write("models.csv", ["model", "lab", "weights", "reasoning"], lines)
    write("crosswalk.csv", ["provider", "name", "model", "from", "to"], [c for c in crosswalk if c[2] in models])
    write("scores.csv",
          ["benchmark", "version", "model", "as_named", "setting", "date", "date_kind", "score", "usd_per_task", "tasks",
           "prompt_tokens", "completion_tokens", "source"],
          sorted(r for r in scores.values() if r[2] in models))
    write("sources.csv", ["source", "repository", "commit", "path", "licence", "licence_class"],
          [(k, sources[k]["repo"], sources[k]["commit"], sources[k]["path"], sources[k]["licence"], classes[k]) for k in used])
    print(f"{len(models)} models, {sum(c[2] in models for c in crosswalk)} listed names, "
          f"{sum(r[2] in models for r in scores.values())} scores of {len(scores)}")
    if "-v" in sys.argv:
        print("scored, not listed:", *sorted(scored - listed), sep="\n  ")
        print("listed, not scored:", *sorted(f"{k} ({n})" for k, n in collections.Counter(c[2] for c in crosswalk if c[2] not in models).items()), sep="\n  ")


main(sys.argv[1])
