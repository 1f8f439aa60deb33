#!/usr/bin/env python3
"""Makes the bundled scores and the crosswalk of names from published leaderboards.

    tools/import_scores.py SCORES_FOLDER [PRICE_SHEET ...]

SCORES_FOLDER holds quality_scores.csv and quality_scores_autumn.csv (one row per published score) and sources.csv and
sources_autumn.csv (repository, commit, licence). Sources marked restricted or non-commercial are left out, and so are
results of more than one model at once (architect and editor, agents of their own make), parts of a score that is here
as a whole, and tests that fewer than three models took. A PRICE_SHEET is LiteLLM's
model_prices_and_context_window.json, the providers of genai-prices as JSON (.gz too), or a table with provider and model: its names are mapped as if the
price book had them, so that the crosswalk may be made before the book. Written to
steelyard-app/src/main/resources/steelyard/quality:

    models.csv     one row per model: weights of one version, whoever serves them
    crosswalk.csv  every listed name that means one of them, with dates where a name was re-pointed
    scores.csv     every score of one of them, as published
    sources.csv    where they are from

A name is brought to a key by the rules in `key`; tools/quality_names.csv overrides them, row by row. A model is a
key that has both a listed name and a score.
"""

import collections
import csv
import gzip
import json
import pathlib
import re
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
BOOK = ROOT / "steelyard-core/src/main/resources/steelyard/price/book"
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
ARENA = {"lmarena_hist": "2025-02-raw", "arena_catalog": "2025-12-style", "arena_ai_daily": "2026-04-style",
         "lmarena_hf_20260811": "2026-08-style", "arena_ai_daily_20260824": "2026-08-style",
         "blog_top10_oct": "2026-10-quoted"}

# the tests of autumn 2026: benchmark at source -> (benchmark here, version)
AUTUMN = {
    "deepswe_v1_1": ("deepswe", "1.1"), "frontierswe_v2": ("frontierswe", "2"), "arc_agi_2": ("arc-agi-2", "1"),
    "epoch_gpqa_diamond": ("gpqa-diamond", "not-stated"),
    "epoch_frontiermath_tiers_1_3_v2_private": ("frontiermath", "tiers-1-3-v2"),
    "epoch_frontiermath_tier_4_v2": ("frontiermath-tier-4", "2"),
    "llm2014_logic_median": ("llm2014-logic", "question_set"), "keele_overall": ("keele-estonian", "1"),
    "lmarena_text_overall": ("lmarena-text", "arena"), "arena_agent": ("arena-agent", "1"),
    "arena_agent_ips": ("arena-agent-ips", "2026-10"), "epoch_eci": ("epoch-eci", "2026-10"),
    "vals_index": ("vals-index", "2026-10"), "vals_terminal_bench_4": ("terminal-bench-4-vals", "1"),
    "terminal_bench_4": ("terminal-bench-4", "1"), "terminal_bench_science_0_1": ("terminal-bench-science", "0.1"),
    "frontiercode_v1_1": ("frontiercode", "1.1"), "sregym_lite_1004": ("sregym", "lite-1004"),
    "sregym_0508": ("sregym", "0508"), "swe_bench_pro": ("swe-bench-pro-quoted", "1"),
    "swe_bench_multilingual": ("swe-bench-multilingual", "1"), "hle_with_tools": ("hle-with-tools", "1"),
    "agents_last_exam": ("agents-last-exam", "1"), "arena_webdev": ("arena-webdev", "1"), "mcp_atlas": ("mcp-atlas", "1"),
    "tau3_banking_knowledge": ("tau3-banking", "1"), "gamelogicbench": ("gamelogicbench", "1"),
    "osworld_2_1": ("osworld", "2.1"),
}
# what a maker says of its own or another's model is another test than the one its publisher ran
CLAIM = re.compile(r"reported_by=|^maker$")
# whatmodel takes means of what several others ran
QUOTED = re.compile(r"^independent(;several runs)?$")
FEWEST = 3
# of these the last reading counts, as a rating of Arena's does
READ_AGAIN = {"lmarena-text", "arena-agent"}

# provider at LiteLLM, or at genai-prices -> provider here
LITELLM = {
    "openai": "openai", "anthropic": "anthropic", "gemini": "google", "deepseek": "deepseek", "xai": "xai",
    "mistral": "mistral", "groq": "groq", "together_ai": "together", "fireworks_ai": "fireworks",
    "bedrock": "aws-bedrock", "bedrock_converse": "aws-bedrock", "azure": "azure", "azure_ai": "azure-ai",
    "openrouter": "openrouter", "deepinfra": "deepinfra", "cerebras": "cerebras", "moonshot": "moonshotai",
    "perplexity": "perplexity", "cohere_chat": "cohere", "dashscope": "alibaba", "minimax": "minimax", "zai": "zai",
    "vertex_ai": "google-vertex",
}
GENAI = {"aws": "aws-bedrock", "x-ai": "xai"}

# Not a chat model, or another service of one: neither a model here nor a price of one.
NOT_A_LISTING = re.compile(
    r"(^ft:|\.ft|\.ft-$|embed|audio|realtime|tts|transcribe|image|whisper|guard|moderation|ocr|search|deep-research"
    r"|computer-use|robotics|omni|voxtral|live-|-live|safety|gt-128k|lte-128k|gt-200k|lte-200k|:batch|batchx|customtools"
    r"|:free|:extended|:nitro|:floor|:online|:exacto|^fast/|^us/|us-gov[-.]|^in\.|highspeed|lightning-|-highspeed|-lightning$"
    r"|(claude|kimi|glm).*-fast$|airx$|glm-4\.5-x$|-us$|32k|16k|vision-preview|gpt-4-vision|grok-3(-mini)?-fast|flashx|turbo-preview$"
    r"|multi-agent|experimental|-gv2|finetun|-base$|long$|rope|64k$|-128k$|70b-instruct-1b|character|sonar|specdec"
    r"|llama-4-scout-17b-128e|llama-4-maverick-17b-16e|scout-128b)")
EFFORT = [
    r"\(fc thinking\)", r"\(fc\)", r"\(prompt \+ thinking\)", r"\(prompt\)", r"\((no )?think(ing)?\)",
    r"\([^)]*think[^)]*\)", r"\((none|low|medium|high|xhigh|max|default|chat|reasoner)\)", r"\((20\d\d-\d\d-\d\d)\)",
    r"[-_]thinking-auto-(low|medium|high|xhigh)-effort$", r"[-_]thinking-\d+k-(low|medium|high)-effort$",
    r"[-_](low|medium|high|xhigh|max)-effort$", r"[-_](high|no|minimal)thinking$", r"[-_]no-thinking$", r"[-_]nothinking$",
    r"[-_]thinking-\d+k$", r"_thinking$", r"_(none|low|medium|high|xhigh|max|\d+k)$", r"-thinking-minimal$",
]
# Bedrock puts where a call may run before the vendor; Azure AI puts FW- before what Fireworks serves there
VENDOR = r"^((us|eu|apac|au|jp|global|regional)\.(?=[a-z]+\.)|fw-)?(anthropic|meta|amazon|mistral|cohere|ai21|deepseek|qwen|openai|minimax|moonshot|moonshotai|google|nvidia|writer|xai|zai)\.|^fw-"


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
    s = re.sub(r"^(opus|sonnet|haiku|fable)-(?=\d)", r"claude-\1-", s)
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


def sheet_names(path):
    """Every (provider, name) of a public price sheet that answers in text at a price."""
    if path.endswith(".csv"):
        with open(path, newline="") as f:
            for row in csv.DictReader(f):
                yield row["provider"], row["model"].split(" ")[0]
        return
    with (gzip.open if path.endswith(".gz") else open)(path, "rt") as f:
        sheet = json.load(f)
    if isinstance(sheet, list):
        for provider in sheet:
            for model in provider["models"]:
                yield GENAI.get(provider["id"], provider["id"]), model["id"]
        return
    for name, entry in sheet.items():
        at = entry.get("litellm_provider") or ""
        at = "vertex_ai" if at.startswith("vertex_ai") else at
        priced = entry.get("input_cost_per_token") and entry.get("output_cost_per_token")
        if at in LITELLM and priced and entry.get("mode") in ("chat", "completion", "responses"):
            prefix = {"bedrock_converse": "bedrock", "cohere_chat": "cohere"}.get(at, at) + "/"
            yield LITELLM[at], name.removeprefix(prefix)


def listed_names(more):
    """Every (provider, name) of the price book that has an input and an output price, and those of more sheets."""
    listed = collections.defaultdict(dict)
    with open(BOOK / "providers.csv", newline="") as f:
        sellers = {row["provider"] for row in csv.DictReader(f) if row["rank"] != "0"}
    for sheet in sorted(BOOK.glob("sheets/*.csv")) + sorted(BOOK.glob("corrections/*.csv")):
        if sheet.stem not in sellers:
            continue  # who resells others' inference, or asks by the seat, is not in the market
        with open(sheet, newline="") as f:
            for row in csv.DictReader(f):
                if row.get("input") and row.get("output") and "*" not in row["model"]:
                    listed[sheet.stem].setdefault(row["model"].lower(), row["model"])
    names = collections.defaultdict(set, {seller: set(of.values()) for seller, of in listed.items()})
    sold = set(names)
    for path in more:
        for provider, name in sheet_names(path):
            if provider in sold and name.lower() not in {n.lower() for n in names[provider]}:
                names[provider].add(name)
    return names


def autumn(row):
    """The benchmark and version of a score of autumn 2026."""
    b, v = row["benchmark"], row["variant"]
    here, of = AUTUMN[b]
    if of == "question_set":
        of = re.search(r"question_set=([\d-]+)", v).group(1)
    if of == "arena":
        of = ARENA[row["source_key"]]
    if CLAIM.search(v):
        here += "-claimed"
    elif QUOTED.search(v):
        here += "-quoted"
    return here, of


def version(row):
    """The benchmark and version of a score of before."""
    return BENCHMARKS[row["benchmark"]], version_before(row)


def version_before(row):
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


def setting(row, is_autumn):
    b, v = row["benchmark"], row["variant"]
    if is_autumn:
        kept = [part for part in v.split(";") if not re.match(r"question_set=|dataset=|top rows|reported by|independent$|maker$", part)]
        return ";".join(kept)
    if b.startswith("aider") or b.startswith("tau2"):
        return re.sub(r";?tau2=.*|;?type=\w+|;?effort=None|by=[^;]*;?", "", v).strip(";")
    return ""


def may_be_shown(row, classes):
    return classes[row["source_key"]] not in ("nc", "restricted") and row["model_as_named"]


def wanted_of_autumn(row, classes):
    return row["benchmark"] in AUTUMN and may_be_shown(row, classes) and "third party" not in row["variant"]


def wanted(row, classes, last):
    b, v = row["benchmark"], row["variant"]
    if b not in BENCHMARKS or not may_be_shown(row, classes):
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


def read(folder, name):
    with open(folder / name, newline="") as f:
        return list(csv.DictReader(f))


def place(source):
    """Repository, commit and path; of a copy whose own place was not kept, what it is a copy of."""
    if source["commit"].startswith("address not kept"):
        return "second-hand", "", source["path"]
    return source["repo"], source["commit"], source["path"]


def main(folder, sheets):
    folder = pathlib.Path(folder)
    sources = {r["source_key"]: r for name in ("sources.csv", "sources_autumn.csv") for r in read(folder, name)}
    classes = {k: r["licence_class"] for k, r in sources.items()}
    rows = read(folder, "quality_scores.csv")
    with open(OVERRIDES, newline="") as f:
        overrides = list(csv.DictReader(f))
    by_name = collections.defaultdict(list)
    for o in overrides:
        by_name[o["provider"], o["name"].lower()].append(o)

    last = {}
    for r in rows:
        for k in (r["benchmark"], (r["benchmark"], r["source_key"])):
            last[k] = max(last.get(k, ""), r["date"])
    placed = [(r, version(r), setting(r, False)) for r in rows if wanted(r, classes, last)]
    placed += [(r, autumn(r), setting(r, True)) for r in read(folder, "quality_scores_autumn.csv") if wanted_of_autumn(r, classes)]
    scores = {}
    for r, test, how in placed:
        named = by_name.get(("", r["model_as_named"].lower()))
        model = named[0]["model"] if named else key(r["model_as_named"])
        if not model:
            continue
        date = r["date"] if re.fullmatch(r"\d{4}-\d\d-\d\d", r["date"]) else ""
        row = (*test, model, r["model_as_named"], how, date, r["date_kind"],
               r["score"], r["cost_per_task_usd"], r["n_tasks"], r["prompt_tokens"], r["completion_tokens"], r["source_key"])
        same = row[:5] + (row[12],)
        # a rating that is published again and again counts as it was last seen
        again = test[0] in READ_AGAIN
        if not again or same not in scores or scores[same][5] <= row[5]:
            scores[same + (() if again else (row[5],))] = row

    crosswalk = []
    for provider, names in sorted(listed_names(sheets).items()):
        for name in sorted(names):
            dated = by_name.get((provider, name.lower())) or by_name.get(("", name.lower()))
            if dated:
                crosswalk += [(provider, name, o["model"], o["from"], o["to"]) for o in dated if o["model"]]
            elif not NOT_A_LISTING.search(name.lower()):
                k = key(name)
                if k and not k.endswith("-latest"):
                    crosswalk.append((provider, name, k, "", ""))
    listed = {c[2] for c in crosswalk}
    took = collections.defaultdict(set)
    for r in scores.values():
        if r[2] in listed:
            took[r[0]].add(r[2])
    few = {b for b, by in took.items() if len(by) < FEWEST}
    scored = {r[2] for r in scores.values() if r[0] not in few}
    models = scored & listed
    published = len(scores)
    scores = {k: r for k, r in scores.items() if r[2] in models and r[0] not in few}
    used = sorted({r[12] for r in scores.values()})

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
    unknown = []
    for m in sorted(models):
        t = trait(m)
        if t is None:
            unknown.append(m)
            continue
        lines.append((m, t["lab"], t["weights"], t["reasoning"]))
    if unknown:
        sys.exit(f"no line in tools/quality_traits.csv fits {', '.join(unknown)}")
    write("models.csv", ["model", "lab", "weights", "reasoning"], lines)
    write("crosswalk.csv", ["provider", "name", "model", "from", "to"], [c for c in crosswalk if c[2] in models])
    write("scores.csv",
          ["benchmark", "version", "model", "as_named", "setting", "date", "date_kind", "score", "usd_per_task", "tasks",
           "prompt_tokens", "completion_tokens", "source"],
          sorted(scores.values()))
    write("sources.csv", ["source", "repository", "commit", "path", "licence", "licence_class"],
          [(k, *place(sources[k]), sources[k]["licence"], classes[k]) for k in used])
    print(f"{len(models)} models, {sum(c[2] in models for c in crosswalk)} listed names, {len(scores)} scores of {published}; "
          f"too few models took {', '.join(sorted(few)) or 'none'}")
    if "-v" in sys.argv:
        print("scored, not listed:", *sorted(scored - listed), sep="\n  ")
        print("listed, not scored:", *sorted(f"{k} ({n})" for k, n in collections.Counter(c[2] for c in crosswalk if c[2] not in models).items()), sep="\n  ")


main(sys.argv[1], [a for a in sys.argv[2:] if a != "-v"])
