#!/usr/bin/env python3
"""Makes the bundled price sheets from a history of public price tables.

    tools/import_price_history.py price_history.csv OUTPUT_FOLDER

The input has one row per source, provider, region, model, context tier and period (17,740 rows in the edition
of 2026-08-21; docs/price-book.md lists its sources). For each model and moment this script lets the
sources vote and writes the winning price, who agrees, and what the others say. The rules:

1. At any moment the (input, output) price with most votes is the price. A source has two votes for half a year
   after its listing began or changed, and one after that, since tables are left to go stale; one that states
   the date of a change itself has six more for 60 days. A tie goes to the price that was changed last, then to the
   one already in force, then by the order of SOURCES.
2. The other rates are the commonest among the sources that agree on that price, in a tie the one written down at
   the time. A rate that none of them states is taken from before, or else from after, as long as the input and
   output price stay the same (the tiers flex and priority only from before: they are younger than the models).
3. A price first seen after the model's release is taken to hold since the release (up to a year), as a row of its
   own with basis `release`.
4. A tier that only some of the sources with tiers list is voted on likewise: silence is a vote against it.
5. A gap of up to 30 days between two listings by one source is bridged; rows that stood at most three days in
   one source are read as typing errors there.
6. Disagreement of up to seven days is read as delay and not marked.
7. Names that differ in capitals only are one model. A dated name (-20251101, @20250805, -2025-08-07) whose price never differs from the undated name's is an alias.
8. Unit errors are left out: a price above zero and under half a cent per Mtok of a model that answers, and, where a
   source's price for a model moves a hundredfold from one row to the next, the row that stood for less time; so is a
   row that asks exactly one eighth, tenth, sixteenth ... of its neighbour for input and output alike, stood for less
   time and was put right: a slipped decimal point, or a price per character that was divided by four and not multiplied.
"""

import collections
import csv
import datetime as dt
import pathlib
import re
import sys
from decimal import ROUND_HALF_EVEN, Decimal

PROVIDERS = """openai anthropic google google-vertex aws-bedrock azure azure-ai cohere xai together deepseek mistral
moonshotai groq fireworks cerebras alibaba minimax zai zhipuai perplexity openrouter deepinfra""".split()
SOURCES = ["document", "genai-prices", "models.dev", "litellm", "tokencost-constants", "portkey", "llm-prices"]
KNOW_TIERS = {"genai-prices", "models.dev", "litellm"}
DAY = dt.timedelta(days=1)
END = dt.date(9999, 1, 1)
FRESH = dt.timedelta(days=182)
STATED = dt.timedelta(days=60)

RATES = {
    "input": "input_usd_per_mtok",
    "cache_read": "cached_input_usd_per_mtok",
    "cache_write_5m": "cache_write_usd_per_mtok",
    "cache_write_1h": "cache_write_1h_usd_per_mtok",
    "output": "output_usd_per_mtok",
    "reasoning": "reasoning_output_usd_per_mtok",
    "audio_input": "input_audio_usd_per_mtok",
    "audio_cache_read": "cached_audio_usd_per_mtok",
    "audio_output": "output_audio_usd_per_mtok",
    "image_input": "input_image_usd_per_mtok",
    "image_output": "output_image_usd_per_mtok",
    "web_search": "web_search_usd_per_1k_calls",
    "request": "request_usd_per_1k_requests",
}
SERVICES = {
    service: {
        "input": f"{service}_input_usd_per_mtok",
        "output": f"{service}_output_usd_per_mtok",
        "cache_read": f"{service}_cached_input_usd_per_mtok",
    }
    for service in ("batch", "flex", "priority")
}
HEADER = (
    ["model", "region", "service", "context", "window", "from", "to", "recorded"]
    + list(RATES)
    + ["multiply", "basis", "standing", "sources", "rivals", "note"]
)


class Row:
    def __init__(self, raw):
        self.source = raw["source"]
        self.start = dt.date.fromisoformat(raw["effective_from"]) if raw["effective_from"] else dt.date(2022, 1, 1)
        self.end = dt.date.fromisoformat(raw["effective_to"]) if raw["effective_to"] else END
        self.basis = raw["date_basis"]
        self.release = dt.date.fromisoformat(raw["model_release_date"]) if re.fullmatch(
            r"\d{4}-\d\d-\d\d", raw["model_release_date"]) else None
        self.flags = raw["flags"]
        self.rates = {k: number(raw[c]) for k, c in RATES.items() if raw[c] != ""}
        self.service = {
            s: {k: number(raw[c]) for k, c in cells.items() if raw[c] != ""} for s, cells in SERVICES.items()
        }
        self.commit = raw["source_commit"][:8]
        self.page = raw["source_path"] if raw["source"] == "document" else ""
        self.removed = raw["end_reason"] == "removed"

    def price(self):
        return self.rates.get("input"), self.rates.get("output")

    def label(self):
        return self.source + ("@" + self.commit if self.commit else "")


def number(text):
    """At most six decimals of USD per Mtok, the whole picodollar a token; the rest is noise of binary floats."""
    value = Decimal(text)
    if -value.as_tuple().exponent > 6:
        value = value.quantize(Decimal("0.000001"), rounding=ROUND_HALF_EVEN)
    return value.normalize()


def shown(value):
    return "" if value is None else format(value, "f")


def by_source(rows):
    """The rows of each source without overlaps, gaps bridged and short-lived typing errors left out."""
    sources = collections.defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.start, r.end)):
        if "implausible_high" not in row.flags:
            sources[row.source].append(row)
    for source, listed in sources.items():
        kept = [r for r in listed if "short_lived" not in r.flags] or listed
        kept = [r for r in kept if not wrong_unit(r, kept)]
        for before, after in zip(kept, kept[1:]):
            if before.end > after.start or after.start - before.end <= 30 * DAY:
                before.end = after.start
        sources[source] = [r for r in kept if r.start < r.end]
    return sources


LEAST = Decimal("0.005")


def wrong_unit(row, listed):
    """Whether a row is off by a unit: absurdly cheap, a hundredfold from a neighbour that stood longer, or one whole fraction of it."""
    prices = [p for p in row.price() if p]
    if row.price()[1] and any(p < LEAST for p in prices):
        return True
    at = listed.index(row)
    for other in listed[max(0, at - 1):at] + listed[at + 1:at + 2]:
        pairs = [(a, b) for a, b in zip(row.price(), other.price()) if a and b]
        if any(max(a, b) >= 100 * min(a, b) for a, b in pairs) and row.end - row.start < other.end - other.start:
            return True
        factors = {b / a for a, b in pairs}
        if (len(pairs) == 2 and len(factors) == 1 and min(factors) >= 8 and min(factors) % 1 == 0
                and row.end < END and row.end - row.start < other.end - other.start):
            return True
    return False


def slices(rows, base_sources=None):
    """Votes moment by moment; yields dicts with start, end, winners, rivals, in order of time."""
    sources = by_source(rows)
    cuts = sorted({c for listed in sources.values() for r in listed
                   for c in (r.start, r.end, r.start + STATED, r.start + FRESH)
                   if c < END} | {c for listed in (base_sources or {}).values() for r in listed
                                  for c in (r.start, r.end) if c < END})
    incumbent = None
    for cut, nxt in zip(cuts, cuts[1:] + [END]):
        active = {s: r for s, listed in sources.items() for r in listed if r.start <= cut < r.end}
        if not active:
            continue
        votes = collections.Counter()
        groups = collections.defaultdict(list)
        for source, row in active.items():
            votes[row.price()] += 2 if cut < row.start + FRESH else 1
            if row.basis == "explicit" and cut < row.start + STATED:
                votes[row.price()] += 6
            groups[row.price()].append(row)
        if base_sources is not None:
            silent = [s for s, listed in base_sources.items()
                      if s in KNOW_TIERS and s not in active and any(r.start <= cut < r.end for r in listed)]
            for source in silent:
                votes[None] += 2
                groups[None].append(source)
        best = max(votes.values())
        tied = [p for p, v in votes.items() if v == best]
        winner = max(tied, key=lambda p: (
            max((r.start for r in groups[p] if p is not None and r.basis in ("commit", "explicit")), default=dt.date.min),
            p == incumbent,
            -99 if p is None else -min(SOURCES.index(r.source) for r in groups[p])))
        incumbent = winner
        if winner is None:
            continue
        winners = sorted(groups[winner], key=lambda r: SOURCES.index(r.source))
        rivals = []
        for price, group in sorted(groups.items(), key=lambda g: str(g[0])):
            if price == winner:
                continue
            if price is None:
                rivals.append("+".join(sorted(group)) + " no tier")
            else:
                rivals.append("+".join(sorted(r.source for r in group)) + f" {shown(price[0])}/{shown(price[1])}")
        yield {"start": cut, "end": nxt, "winners": winners, "rivals": rivals}


def cells(slice_, previous):
    """Rates by service tier: the commonest among the winners, the previous one in a tie."""
    out = {"": {}}
    for service in ["", *SERVICES]:
        found = {}
        for name in RATES if not service else SERVICES[service]:
            written_then = sorted(slice_["winners"], key=lambda r: r.basis == "release_date")
            given = [v for r in written_then
                     for v in [(r.rates if not service else r.service[service]).get(name)] if v is not None]
            if given:
                count = collections.Counter(given)
                top = [v for v, c in count.items() if c == max(count.values())]
                before = previous.get(service, {}).get(name)
                found[name] = before if before in top else top[0]
        if found:
            out[service] = found
    return out


def carry(line, services):
    """Fills blank rates from the slice before, while the input and output price stay the same."""
    for before, after in zip(line, line[1:]):
        if before["winners"][0].price() == after["winners"][0].price():
            for service in services:
                if service in before["cells"]:
                    own = after["cells"].setdefault(service, {})
                    for name, rate in before["cells"][service].items():
                        own.setdefault(name, rate)


def timeline(rows, base_sources=None):
    """Slices with equal rates merged; short disagreement absorbed."""
    merged = []
    previous = {}
    voted = list(slices(rows, base_sources))
    for s in voted:
        s["cells"] = previous = cells(s, previous)
    carry(voted, list(SERVICES) + [""])
    carry(voted[::-1], ["", "batch"])
    for s in voted:
        rates = s["cells"]
        s["disputed"] = bool(s["rivals"])
        last = merged[-1] if merged else None
        if last and last["end"] == s["start"] and last["cells"] == rates and last["disputed"] == s["disputed"]:
            last["end"] = s["end"]
            last["rivals"] = list(dict.fromkeys(last["rivals"] + s["rivals"]))[:4]
            last["winners"] = last["winners"] + [w for w in s["winners"]
                                                 if w.source not in {x.source for x in last["winners"]}]
        else:
            merged.append(s)
    # A short disagreement is a delay between sources, not a dispute.
    out = []
    for s in merged:
        if s["disputed"] and s["end"] - s["start"] <= 7 * DAY:
            s["disputed"] = False
            s["rivals"] = []
        last = out[-1] if out else None
        if last and last["end"] == s["start"] and last["cells"] == s["cells"] and last["disputed"] == s["disputed"]:
            last["end"] = s["end"]
            last["winners"] = last["winners"] + [w for w in s["winners"]
                                                 if w.source not in {x.source for x in last["winners"]}]
        else:
            out.append(s)
    return out


def context(provider, tokens):
    """xAI is reported to bill a request of exactly the threshold at the higher tier; the others not."""
    return "" if tokens == 0 else f"input{'>=' if provider == 'xai' else '>'}{tokens}"


def emit(provider, model, region, tokens, window, line, release, out):
    if not line:
        return
    first = line[0]
    if (release and not window and BASIS[first["winners"][0].basis] == "first_seen"
            and dt.timedelta(0) < first["start"] - release <= 366 * DAY):
        line = [dict(first, start=release, end=first["start"], assumed=first["start"])] + line
    for service in ["", *SERVICES]:
        for s in merged_for(service, line):
            basis, note = s["basis"], s["note"]
            rates = dict(s["rates"])
            if provider == "anthropic" and not service and "cache_write_5m" in rates and "cache_write_1h" not in rates:
                rates["cache_write_1h"] = (rates["input"] * 2).normalize()
                note = (note + "; " if note else "") + "1-hour write = 2 x input, the provider's rule"
            out.append([
                model, region, service, context(provider, tokens), window,
                "" if s["start"] <= dt.date(2022, 1, 1) else s["start"].isoformat(),
                "" if s["end"] == END else s["end"].isoformat(),
                s["recorded"].isoformat(),
                *[shown(rates.get(k)) for k in RATES],
                "", basis, s["standing"],
                "+".join(w.label() for w in sorted(s["winners"], key=lambda w: SOURCES.index(w.source))),
                "; ".join(s["rivals"]), note,
            ])


BASIS = {"explicit": "explicit", "document": "document", "commit": "commit", "first_seen": "first_seen",
         "release_date": "release", "unknown_start": "first_seen"}


def merged_for(service, line):
    """The slices of one service tier; slices that differ in nothing a reader sees are one."""
    merged = []
    for i, s in enumerate(line):
        rates = s["cells"].get(service)
        if not rates:
            continue
        lead = next((w for w in s["winners"] if w.start == s["start"]), s["winners"][0])
        basis = "release" if "assumed" in s else BASIS[lead.basis]
        if merged and basis == "first_seen":
            basis = "commit"
        names = {w.source for w in s["winners"]}
        standing = ("disputed" if s["disputed"] else "stated" if "document" in names
                    else "corroborated" if len(names) > 1 else "single")
        last = merged[-1] if merged else None
        if (last and last["end"] == s["start"] and last["rates"] == rates and last["basis"] != "release"
                and (last["standing"] == "disputed") == (standing == "disputed")):
            last["end"] = s["end"]
            last["rivals"] = list(dict.fromkeys(last["rivals"] + s["rivals"]))[:4]
            last["winners"] += [w for w in s["winners"] if w.source not in {x.source for x in last["winners"]}]
            if standing == "corroborated":
                last["standing"] = standing
            continue
        merged.append({
            "start": s["start"], "end": s["end"], "rates": rates, "basis": basis, "standing": standing,
            "recorded": s.get("assumed", s["start"]), "rivals": list(s["rivals"]),
            "winners": list({w.source: w for w in s["winners"]}.values()),
            "note": next((w.page for w in s["winners"] if w.page), ""),
        })
    return merged


DATED = re.compile(r"^(.+?)(?:-20\d{6}|@20\d{6}|-20\d\d-\d\d-\d\d)$")


def agree(a, b):
    """Whether two models' base prices are equal wherever both have one."""
    return all(x["winners"][0].price() == y["winners"][0].price()
               for x in a for y in b if x["start"] < y["end"] and y["start"] < x["end"])


def main(history, folder):
    folder = pathlib.Path(folder)
    (folder / "sheets").mkdir(parents=True, exist_ok=True)
    keys = collections.defaultdict(list)
    windows = collections.defaultdict(list)
    releases = {}
    spelling = {}
    for raw in csv.DictReader(open(history, newline="")):
        provider = raw["provider"]
        if provider not in PROVIDERS or not raw["model"]:
            continue
        raw["model"] = spelling.setdefault((provider, raw["model"].lower()), raw["model"])
        for region in [r.strip() for r in (raw["region"] or "").split(",")]:
            if raw["time_window_utc"]:
                if raw["is_primary"] == "1":
                    windows[provider, region, raw["model"], raw["time_window_utc"]].append(Row(raw))
                continue
            row = Row(raw)
            keys[provider, region, raw["model"], int(raw["context_tier_min_tokens"])].append(row)
            if row.release:
                key = provider, raw["model"]
                releases[key] = min(releases.get(key, row.release), row.release)

    aliases = []
    for provider in PROVIDERS:
        models = {k[2] for k in keys if k[0] == provider}
        for name in sorted(models):
            m = DATED.match(name)
            if not m or m[1] not in models:
                continue
            base = m[1]
            pairs = [(k, (provider, k[1], base, k[3])) for k in keys if k[0] == provider and k[2] == name]
            if all(b in keys and agree(timeline(list(keys[k])), timeline(list(keys[b]))) for k, b in pairs):
                for k, b in pairs:
                    keys[b] += keys.pop(k)
                aliases.append((provider, name, base))
                release = releases.get((provider, name))
                if release:
                    releases[provider, base] = min(releases.get((provider, base), release), release)

    total = 0
    for provider in PROVIDERS:
        out = []
        for (p, region, model, tokens), rows in keys.items():
            if p != provider:
                continue
            base = by_source(list(keys.get((p, region, model, 0), []))) if tokens else None
            emit(p, model, region, tokens, "", timeline(rows, base), releases.get((p, model)), out)
        for (p, region, model, window), rows in windows.items():
            if p == provider:
                emit(p, model, region, 0, window + "Z", timeline(rows), None, out)
        if provider == "openai":
            for (p, model), release in sorted(releases.items()):
                if p == "openai" and release >= dt.date(2026, 3, 5) and any(k[0] == p and k[2] == model for k in keys):
                    for region in ("us", "eu"):
                        out.append([model, region, "", "", "", release.isoformat(), "", release.isoformat(),
                                    *[""] * len(RATES), "1.1", "document", "stated", "document", "",
                                    "+10% at data residency endpoints for eligible models released from 2026-03-05 (developers.openai.com/api/docs/guides/data-residency); eligibility is not checked"])
        out.sort(key=lambda r: (r[0].lower(), r[0], r[1], r[2], len(r[3]), r[3], r[4], r[5]))
        path = folder / "sheets" / f"{provider}.csv"
        extra = pathlib.Path(__file__).with_name("price_additions") / f"{provider}.csv"
        if extra.exists():
            out += [[r.get(c, "") for c in HEADER] for r in csv.DictReader(open(extra, newline=""))]
        with open(path, "w", newline="") as f:
            w = csv.writer(f, lineterminator="\n")
            w.writerow(HEADER)
            w.writerows(out)
        total += len(out)
    with open(folder / "names.csv", "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["provider", "kind", "name", "model", "region", "from", "to", "note"])
        hand = pathlib.Path(__file__).with_name("price_additions") / "names.csv"
        listed = list(csv.reader(open(hand, newline="")))[1:] if hand.exists() else []
        w.writerows(listed)
        w.writerows([p, "alias", name, base, "", "", "", "same price wherever both are listed"]
                    for p, name, base in sorted(aliases))
    print(f"{total} rows, {len(aliases)} aliases")


if __name__ == "__main__":
    main(*sys.argv[1:])
