package steelyard.chronicle;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import steelyard.sheet.PriceKey;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// Makes the sheets of the price book from the evidence.
public final class Chronicler {
    /// A snapshot's name and the name without its date: `o3-2025-04-16`,
    /// `claude-opus-4-5-20251101`.
    private static final Pattern DATED =
            Pattern.compile("(.+?)(?:-20\\d{6}|@20\\d{6}|-20\\d\\d-\\d\\d-\\d\\d)");

    private static final List<String> BEFORE =
            List.of(
                    "model",
                    "region",
                    "service",
                    "context",
                    "window",
                    "from",
                    "to",
                    "recorded",
                    "seen");
    private static final List<String> AFTER =
            List.of("basis", "standing", "sources", "rivals", "note");

    /// The compiled book.
    ///
    /// @param sheets the text of each seller's sheet
    /// @param aliases the table of dated names that cost what the undated one does
    public record Book(Map<String, String> sheets, String aliases) {
        public Book {
            sheets = Map.copyOf(sheets);
        }
    }

    private Chronicler() {}

    public static Book compile(Evidence evidence) {
        Map<String, Map<PriceKey, Line>> bySeller = new TreeMap<>();
        Map<PriceKey, List<Sighting>> byKey = new TreeMap<>();
        evidence.sightings()
                .forEach(s ->
                        byKey.computeIfAbsent(Evidence.folded(s.key()), k -> new ArrayList<>())
                                .add(s));
        byKey.forEach((key, sightings) ->
                bySeller.computeIfAbsent(key.seller(), s -> new TreeMap<>())
                        .put(key, new Line(key, sightings)));
        Map<String, String> sheets = new TreeMap<>();
        List<List<String>> aliases = new ArrayList<>();
        bySeller.forEach((seller, lines) -> {
            Map<PriceKey, Line> undated = withoutDatedNames(seller, lines, aliases);
            sheets.put(seller, sheet(undated.values()));
        });
        return new Book(sheets, aliases(aliases));
    }

    /// Dated names whose price is that of the undated name wherever both have one become aliases,
    /// and what was said of them counts for it.
    private static Map<PriceKey, Line> withoutDatedNames(
            String seller, Map<PriceKey, Line> lines, List<List<String>> aliases) {
        Map<String, List<PriceKey>> byModel = new TreeMap<>();
        lines.keySet()
                .forEach(k -> byModel.computeIfAbsent(k.model(), m -> new ArrayList<>()).add(k));
        Map<PriceKey, Line> kept = new TreeMap<>(lines);
        byModel.forEach((model, keys) -> {
            Matcher m = DATED.matcher(model);
            if (!m.matches() || !byModel.containsKey(m.group(1))) {
                return;
            }
            String base = m.group(1);
            Line plain = lines.get(PriceKey.plain(seller, model));
            Line undated = lines.get(PriceKey.plain(seller, base));
            boolean same =
                    plain != null
                            && undated != null
                            && keys.stream()
                                    .allMatch(k -> {
                                        Line own = lines.get(k);
                                        Line other = lines.get(renamed(k, base));
                                        return own == null || other == null || agree(own, other);
                                    });
            if (same) {
                for (PriceKey k : keys) {
                    Line own = kept.remove(k);
                    PriceKey to = renamed(k, base);
                    if (own != null) {
                        kept.put(to, kept.getOrDefault(to, new Line(to, List.of())).with(own));
                    }
                }
                aliases.add(List.of(seller, "alias", model, base));
            }
        });
        return kept;
    }

    private static PriceKey renamed(PriceKey key, String model) {
        return new PriceKey(
                key.seller(), model, key.region(), key.service(), key.context(), key.window());
    }

    private static boolean agree(Line a, Line b) {
        for (Line.Stretch x : a.stretches()) {
            for (Line.Stretch y : b.stretches()) {
                boolean together =
                        (y.to() == null || x.from().isBefore(y.to()))
                                && (x.to() == null || y.from().isBefore(x.to()));
                if (together && !Run.agree(head(x), head(y))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Map<Meter, BigDecimal> head(Line.Stretch s) {
        Map<Meter, BigDecimal> head = new HashMap<>(s.rates());
        head.keySet().retainAll(Set.of(Meter.INPUT, Meter.OUTPUT));
        return head.isEmpty() ? s.rates() : head;
    }

    private static String sheet(Iterable<Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        Set<Meter> meters = new TreeSet<>();
        Map<List<String>, Line.Stretch> stretches = new HashMap<>();
        for (Line line : lines) {
            String model = spelling(line);
            for (Line.Stretch s : line.stretches()) {
                meters.addAll(s.rates().keySet());
                PriceKey k = line.key();
                List<String> row =
                        List.of(
                                model,
                                k.region(),
                                k.service() == ServiceTier.STANDARD ? "" : k.service().toString(),
                                k.context().toString(),
                                k.window().toString(),
                                s.from().toString(),
                                s.to() == null ? "" : s.to().toString(),
                                s.recorded().toString(),
                                s.seen().toString());
                rows.add(row);
                stretches.put(row, s);
            }
        }
        rows.sort(
                Comparator.comparing(
                                (List<String> r) -> r.getFirst().toLowerCase(java.util.Locale.ROOT))
                        .thenComparing(r -> r.get(1))
                        .thenComparing(r -> r.get(2))
                        .thenComparingInt(r -> r.get(3).length())
                        .thenComparing(r -> r.get(3))
                        .thenComparing(r -> r.get(4))
                        .thenComparing(r -> r.get(5)));
        return csv(csv -> {
            List<String> header = new ArrayList<>(BEFORE);
            meters.forEach(m -> header.add(m.column()));
            header.addAll(AFTER);
            csv.writeRecord(header);
            for (List<String> row : rows) {
                Line.Stretch s = java.util.Objects.requireNonNull(stretches.get(row));
                List<String> cells = new ArrayList<>(row);
                for (Meter meter : meters) {
                    BigDecimal usd = s.rates().get(meter);
                    cells.add(usd == null ? "" : usd.toPlainString());
                }
                cells.addAll(
                        List.of(
                                s.basis(),
                                standing(s),
                                String.join("+", s.sources()),
                                s.rivals(),
                                note(s)));
                csv.writeRecord(cells);
            }
        });
    }

    /// The model's name as most of its sightings spell it.
    private static String spelling(Line line) {
        Map<String, Integer> count = new TreeMap<>();
        line.sightings().forEach(s -> count.merge(s.key().model(), 1, Integer::sum));
        return count.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(line.key().model()))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(line.key().model());
    }

    private static String standing(Line.Stretch s) {
        return !s.rivals().isEmpty()
                ? "disputed"
                : s.document() ? "stated" : s.names().size() > 1 ? "corroborated" : "single";
    }

    private static String note(Line.Stretch s) {
        String since =
                s.basis().equals("commit") && s.after() != null && !s.after().equals(s.from())
                        ? "changed after " + s.after()
                        : "";
        return s.page().isEmpty() ? since : s.page();
    }

    private static String aliases(List<List<String>> aliases) {
        return csv(csv -> {
            csv.writeRecord("provider", "kind", "name", "model", "note");
            aliases.stream()
                    .sorted(Comparator.comparing(r -> r.get(0) + " " + r.get(2)))
                    .forEach(r ->
                            csv.writeRecord(
                                    r.get(0),
                                    r.get(1),
                                    r.get(2),
                                    r.get(3),
                                    "same price wherever both are listed"));
        });
    }

    private interface Rows {
        void to(CsvWriter csv) throws IOException;
    }

    private static String csv(Rows rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            rows.to(csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
