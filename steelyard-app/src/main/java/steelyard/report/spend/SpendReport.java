package steelyard.report.spend;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import steelyard.cell.Dimension;
import steelyard.cell.Unpriced;
import steelyard.money.MoneyTotal;
import steelyard.show.Answer;
import steelyard.show.Axis;
import steelyard.show.Chart;
import steelyard.show.Json;
import steelyard.show.Kind;
import steelyard.show.Page;
import steelyard.show.Table;
import steelyard.show.Words;
import steelyard.spend.Amounts;
import steelyard.spend.Budget;
import steelyard.spend.Spend;
import steelyard.token.Meter;

/// Where the money went, by one dimension or two.
public final class SpendReport {
    private static final int BAR = 16;

    /// What was asked about, and what is known of the log.
    ///
    /// @param subject what was read
    /// @param span the days that it covers, in words
    /// @param top so many values of a dimension that is no time are shown one by one
    public record Asked(String subject, String span, int top, List<String> notes) {
        public Asked {
            notes = List.copyOf(notes);
        }
    }

    private SpendReport() {}

    /// @param standings spend beside its budget; empty if there are none
    public static Answer of(Spend spend, Asked asked, List<Budget.Standing> standings) {
        Spend shown = spend.top(asked.top());
        List<Spend.Row> read = new ArrayList<>(shown.rows());
        if (read.size() > 1) {
            read.add(new Spend.Row(List.of(), spend.all()));
        }
        Table<Spend.Row> table = keyed(rows(spend.by(), spend.rows()), spend.by(), Spend.Row::keys);
        double most =
                shown.rows().stream()
                        .mapToDouble(r -> r.amounts().usd().approximateUsd())
                        .max()
                        .orElse(0);
        Axis axis = new Axis(0, most, BAR);
        table =
                table.usd("usd", "spend", r -> r.amounts().usd().usd())
                        .share("share", "of all", r -> share(r.amounts(), spend.all()))
                        .name(
                                "",
                                "",
                                r ->
                                        r.keys().isEmpty()
                                                ? ""
                                                : axis.bar(0, r.amounts().usd().approximateUsd()))
                        .inText()
                        .count("calls", "calls", r -> r.amounts().calls())
                        .tokens("input_tokens", "input", r -> count(r, Meter.INPUT))
                        .tokens("cache_read_tokens", "cache read", r -> count(r, Meter.CACHE_READ))
                        .tokens("cache_write_tokens", "written", r -> r.amounts().written())
                        .tokens("output_tokens", "output", r -> output(r.amounts()))
                        .tokens("reasoning_tokens", "of it hidden", r -> count(r, Meter.REASONING))
                        .forPrograms()
                        .tokens("tokens", "all tokens", r -> r.amounts().counts().tokens())
                        .share("cache_share", "cached", r -> r.amounts().cacheShare())
                        .rate("usd_per_mtok", "per Mtok", r -> r.amounts().usdPerMtok())
                        .count("unpriced_calls", "", r -> r.amounts().unpricedCalls())
                        .forPrograms()
                        .tokens("unpriced_tokens", "unpriced", r -> r.amounts().unpricedTokens())
                        .words("models", "", r -> String.join(" ", r.amounts().models()))
                        .forPrograms()
                        .showing(read)
                        .with(chart(shown));
        List<Table<?>> tables = new ArrayList<>();
        tables.add(table);
        if (!standings.isEmpty()) {
            tables.add(budgets(spend.by(), standings));
        }
        if (!spend.unpriced().isEmpty()) {
            tables.add(unpriced(spend.unpriced()));
        }
        return new Answer(
                        "steelyard.spend/1",
                        new Answer.Heading(
                                "Steelyard: spend, " + asked.subject(),
                                "where the money went",
                                headline(spend, asked, standings),
                                why(spend)),
                        tables,
                        notes(spend, asked))
                .with(facts(spend, asked))
                .with(tiles(spend));
    }

    private static <R> Table<R> rows(List<Dimension> by, List<R> rows) {
        return Table.of(
                "rows",
                "Spend by " + by.stream().map(Dimension::id).collect(Collectors.joining(" and ")),
                "",
                rows);
    }

    /// With a column for each dimension.
    private static <R> Table<R> keyed(
            Table<R> rows, List<Dimension> by, Function<R, List<String>> keys) {
        Table<R> table = rows;
        for (int i = 0; i < by.size(); i++) {
            int at = i;
            Dimension d = by.get(i);
            table =
                    table.name(
                                    "",
                                    d.id(),
                                    r ->
                                            keys.apply(r).isEmpty()
                                                    ? at == 0 ? "all" : " "
                                                    : said(d, keys.apply(r).get(at)))
                            .forReaders()
                            .name(
                                    d.id(),
                                    "",
                                    r -> keys.apply(r).isEmpty() ? null : keys.apply(r).get(at))
                            .forPrograms();
        }
        return table;
    }

    private static String said(Dimension d, String key) {
        return key.isEmpty()
                ? d.nobody()
                : d == Dimension.MODEL || d == Dimension.FILE ? Words.shortName(key) : key;
    }

    private static long count(Spend.Row row, Meter meter) {
        return row.amounts().counts().of(meter);
    }

    private static long output(Amounts a) {
        return a.counts().of(Meter.OUTPUT) + a.counts().of(Meter.REASONING);
    }

    private static double share(Amounts part, Amounts whole) {
        return whole.usd().isZero()
                ? Double.NaN
                : part.usd().approximateUsd() / whole.usd().approximateUsd();
    }

    private static String headline(Spend spend, Asked asked, List<Budget.Standing> standings) {
        Map<String, MoneyTotal> values = spend.values(0);
        Dimension first = spend.by().getFirst();
        StringBuilder said =
                new StringBuilder(
                        "%s, %s: %s in %s"
                                .formatted(
                                        asked.subject(),
                                        asked.span(),
                                        Words.money(spend.all().usd().approximateUsd()),
                                        Words.plural(spend.all().calls(), "call")));
        if (values.size() > 1) {
            Map.Entry<String, MoneyTotal> most =
                    values.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
            said.append(
                    "; the most %s %s, %s"
                            .formatted(
                                    first.isTime() ? "in" : "is",
                                    said(first, most.getKey()),
                                    Words.money(most.getValue().approximateUsd())));
        }
        long over = standings.stream().filter(Budget.Standing::isOver).count();
        if (!standings.isEmpty()) {
            said.append(
                    "; %s past the budget"
                            .formatted(
                                    over == 0
                                            ? "nothing is"
                                            : "%d of %d %s"
                                                    .formatted(
                                                            over,
                                                            standings.size(),
                                                            over == 1 ? "is" : "are")));
        }
        return said.append('.').toString();
    }

    private static String why(Spend spend) {
        Amounts all = spend.all();
        String tokens =
                "%s tokens, %s of the prompts read from caches."
                        .formatted(
                                Words.count(all.counts().tokens()),
                                Words.percent(
                                        Double.isNaN(all.cacheShare()) ? 0 : all.cacheShare()));
        return all.unpricedCalls() == 0
                ? tokens
                : "%s Beware: %s of the tokens (%s) have no price and are not in these amounts."
                        .formatted(
                                tokens,
                                Words.percent(all.unpricedShare()),
                                Words.plural(all.unpricedCalls(), "call"));
    }

    private static List<Page.Tile> tiles(Spend spend) {
        Amounts all = spend.all();
        List<Page.Tile> tiles = new ArrayList<>();
        tiles.add(
                new Page.Tile(
                        "spend",
                        Words.money(all.usd().approximateUsd()),
                        Words.plural(all.calls(), "call")));
        tiles.add(
                new Page.Tile(
                        "tokens",
                        Words.count(all.counts().tokens()),
                        "%s of them output".formatted(Words.count(output(all)))));
        if (!Double.isNaN(all.cacheShare())) {
            tiles.add(
                    new Page.Tile(
                            "of the prompts from caches",
                            Words.percent(all.cacheShare()),
                            Words.count(all.cached()) + " tokens"));
        }
        tiles.add(
                new Page.Tile(
                        "without a price",
                        Words.percent(all.unpricedShare()),
                        Words.plural(all.unpricedCalls(), "call")));
        return tiles;
    }

    private static Chart chart(Spend shown) {
        List<Dimension> by = shown.by();
        if (by.getFirst().isTime()) {
            List<String> labels = List.copyOf(shown.values(0).keySet());
            Set<String> parts =
                    by.size() < 2 ? Set.of("") : new LinkedHashSet<>(shown.values(1).keySet());
            List<Chart.Line> lines = new ArrayList<>();
            for (String part :
                    parts.stream()
                            .sorted(Comparator.comparing(p -> p.equals(Spend.OTHERS)))
                            .toList()) {
                lines.add(
                        new Chart.Line(
                                by.size() < 2 ? "spend" : said(by.get(1), part),
                                labels.stream().map(l -> sum(shown, l, part)).toList()));
            }
            return new Chart.Stacks("Spend", Kind.USD, labels, lines);
        }
        return new Chart.Ranks(
                "Spend",
                Kind.USD,
                shown.values(0).entrySet().stream()
                        .sorted(Comparator.comparing(e -> e.getKey().equals(Spend.OTHERS)))
                        .map(e ->
                                new Chart.Rank(
                                        said(by.getFirst(), e.getKey()),
                                        e.getValue().approximateUsd()))
                        .toList());
    }

    private static double sum(Spend spend, String first, String second) {
        return spend.rows().stream()
                .filter(r -> r.keys().getFirst().equals(first))
                .filter(r -> spend.by().size() < 2 || r.keys().get(1).equals(second))
                .mapToDouble(r -> r.amounts().usd().approximateUsd())
                .sum();
    }

    private static Table<Budget.Standing> budgets(
            List<Dimension> by, List<Budget.Standing> standings) {
        return keyed(
                        Table.of("budgets", "Budgets", "the furthest past it first", standings),
                        by,
                        Budget.Standing::keys)
                .usd("spent", "spend", s -> s.spent().usd())
                .usd("budget", "budget", Budget.Standing::budget)
                .usd("left", "left", Budget.Standing::left)
                .flag("over", "past it", Budget.Standing::isOver);
    }

    private static Table<Unpriced> unpriced(List<Unpriced> unpriced) {
        return Table.of("unpriced", "Without a price", "not in the amounts", unpriced)
                .name("name", "model", Unpriced::name)
                .count("calls", "calls", Unpriced::calls)
                .tokens("tokens", "tokens", Unpriced::tokens)
                .words("reason", "why", Unpriced::reason);
    }

    private static List<String> notes(Spend spend, Asked asked) {
        List<String> notes = new ArrayList<>();
        for (int d = 0; d < spend.by().size(); d++) {
            int left = spend.values(d).size() - asked.top();
            if (!spend.by().get(d).isTime() && left > 0) {
                notes.add(
                        "others: %s of %d (--top shows more, --csv and --json have all)"
                                .formatted(
                                        Words.plural(left, spend.by().get(d).id()),
                                        spend.values(d).size()));
            }
        }
        if (!spend.duplicates().isZero()) {
            notes.add(
                    "duplicates: lines that repeat a response already counted would have added "
                            + Words.money(spend.duplicates().approximateUsd()));
        }
        notes.addAll(asked.notes());
        return notes;
    }

    private static Map<String, Object> facts(Spend spend, Asked asked) {
        return Json.fields(
                "subject", asked.subject(),
                "span", asked.span(),
                "by", spend.by().stream().map(Dimension::id).toList(),
                "spend_usd", spend.all().usd().usd(),
                "calls", spend.all().calls(),
                "tokens", spend.all().counts().tokens(),
                "unpriced_calls", spend.all().unpricedCalls(),
                "unpriced_tokens", spend.all().unpricedTokens(),
                "duplicates_usd", spend.duplicates().usd());
    }

    /// Two periods side by side.
    private record Pair(List<String> keys, Amounts before, Amounts after) {
        BigDecimal change() {
            return after.usd().minus(before.usd()).usd();
        }
    }

    /// What each value came to in two periods.
    ///
    /// @param labels of the periods
    public static Answer of(Spend before, Spend after, List<String> labels, Asked asked) {
        Map<List<String>, Pair> pairs = new LinkedHashMap<>();
        before.rows()
                .forEach(r -> pairs.put(r.keys(), new Pair(r.keys(), r.amounts(), Amounts.NONE)));
        after.rows()
                .forEach(r ->
                        pairs.put(
                                r.keys(),
                                new Pair(
                                        r.keys(),
                                        Objects.requireNonNullElse(
                                                        pairs.get(r.keys()),
                                                        new Pair(
                                                                r.keys(),
                                                                Amounts.NONE,
                                                                Amounts.NONE))
                                                .before(),
                                        r.amounts())));
        List<Pair> rows = new ArrayList<>(pairs.values());
        rows.sort(
                Comparator.comparing((Pair p) -> p.before().usd().plus(p.after().usd()))
                        .reversed());
        List<Pair> read = new ArrayList<>(rows.stream().limit(asked.top()).toList());
        read.add(new Pair(List.of(), before.all(), after.all()));
        Table<Pair> table =
                keyed(rows(before.by(), rows), before.by(), Pair::keys)
                        .usd("before_usd", labels.get(0), p -> p.before().usd().usd())
                        .usd("after_usd", labels.get(1), p -> p.after().usd().usd())
                        .usd("change_usd", "change", Pair::change)
                        .name("", "", SpendReport::change)
                        .forReaders()
                        .tokens("before_tokens", "tokens", p -> p.before().counts().tokens())
                        .tokens("after_tokens", "then", p -> p.after().counts().tokens())
                        .share("before_cache_share", "cached", p -> p.before().cacheShare())
                        .share("after_cache_share", "then", p -> p.after().cacheShare())
                        .tokens(
                                "before_unpriced_tokens",
                                "unpriced",
                                p -> p.before().unpricedTokens())
                        .tokens("after_unpriced_tokens", "then", p -> p.after().unpricedTokens())
                        .showing(read);
        List<String> notes = new ArrayList<>();
        if (rows.size() > asked.top()) {
            notes.add("%d more (--top, --csv, --json)".formatted(rows.size() - asked.top()));
        }
        notes.addAll(unpriced(before, labels.get(0)));
        notes.addAll(unpriced(after, labels.get(1)));
        notes.addAll(asked.notes());
        double a = before.all().usd().approximateUsd();
        double b = after.all().usd().approximateUsd();
        return new Answer(
                        "steelyard.spend.change/1",
                        new Answer.Heading(
                                "Steelyard: spend, " + asked.subject(),
                                "where the money went",
                                "%s: %s in %s, %s in %s (%s)."
                                        .formatted(
                                                asked.subject(),
                                                Words.money(a),
                                                labels.get(0),
                                                Words.money(b),
                                                labels.get(1),
                                                Words.change(a, b))),
                        List.of(table),
                        notes)
                .with(
                        Json.fields(
                                "subject", asked.subject(),
                                "before", labels.get(0),
                                "after", labels.get(1),
                                "before_usd", before.all().usd().usd(),
                                "after_usd", after.all().usd().usd()));
    }

    private static String change(Pair p) {
        return Words.change(p.before().usd().approximateUsd(), p.after().usd().approximateUsd());
    }

    private static List<String> unpriced(Spend spend, String period) {
        return spend.unpriced().stream()
                .map(u ->
                        "without a price in %s, and in no amount: %s (%s, %s tokens; %s)"
                                .formatted(
                                        period,
                                        u.name(),
                                        Words.plural(u.calls(), "call"),
                                        Words.count(u.tokens()),
                                        u.reason()))
                .toList();
    }
}
