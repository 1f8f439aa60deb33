package steelyard.show;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a question comes to: a sentence, the figures that matter most, tables, and what they rest
/// on; as text, CSV, JSON and a page.
///
/// @param schema of the JSON (docs/json.md)
/// @param facts further fields of the JSON: texts, numbers, lists and maps of them
/// @param tables the first is the answer; the first that programs see is the one that CSV has
public record Answer(
        String schema,
        Heading heading,
        Map<String, Object> facts,
        List<Page.Tile> tiles,
        List<Table<?>> tables,
        List<String> notes)
        implements Shown {
    /// @param title of the page
    /// @param mark what kind of report it is, in a few words
    /// @param headline what happened
    /// @param why how it came about, how sure that is, what to do; may be empty
    public record Heading(String title, String mark, String headline, String why) {
        public Heading(String title, String mark, String headline) {
            this(title, mark, headline, "");
        }
    }

    public Answer {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        tiles = List.copyOf(tiles);
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    public Answer(
            String schema, Heading heading, List<? extends Table<?>> tables, List<String> notes) {
        this(schema, heading, Map.of(), List.of(), List.copyOf(tables), notes);
    }

    /// With more fields in the JSON.
    public Answer with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.putAll(more);
        return new Answer(schema, heading, all, tiles, tables, notes);
    }

    /// With the figures that matter most.
    public Answer with(List<Page.Tile> figures) {
        return new Answer(schema, heading, facts, figures, tables, notes);
    }

    /// With more to say of what it rests on.
    public Answer noting(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Answer(schema, heading, facts, tiles, tables, all);
    }

    @Override
    public String text(boolean colour) {
        StringBuilder out = new StringBuilder();
        TextTable.wrap(out, heading.headline(), "");
        if (!heading.why().isEmpty()) {
            TextTable.wrap(out, heading.why(), "");
        }
        boolean first = true;
        for (Table<?> table : seenBy(Seen.BY_READERS)) {
            out.append('\n');
            if (!first) {
                TextTable.wrap(
                        out,
                        table.lead().isEmpty()
                                ? table.title()
                                : table.title() + ": " + table.lead(),
                        "");
                out.append('\n');
            }
            TextTable.table(out, table);
            first = false;
        }
        out.append('\n');
        told().forEach(note -> TextTable.wrap(out, note, "  "));
        return out.toString();
    }

    /// The notes, with the rate of exchange where there is one.
    private List<String> told() {
        List<String> all = new ArrayList<>(notes);
        if (!Currency.now().isDollar()) {
            all.add(Currency.now().from());
        }
        return all;
    }

    @Override
    public String csv() {
        return seenBy(Seen.BY_PROGRAMS).getFirst().csv();
    }

    private List<? extends Table<?>> seenBy(Seen... who) {
        Set<Seen> those = EnumSet.of(Seen.BY_ALL, who);
        return tables.stream().filter(t -> those.contains(t.seen())).toList();
    }

    @Override
    public String json() {
        ObjectNode root = Json.object(schema).put("headline", heading.headline());
        facts.forEach((name, value) -> Json.put(root, name, value));
        seenBy(Seen.BY_PROGRAMS).forEach(table -> rows(root.putArray(table.key()), table));
        notes.forEach(root.putArray("notes")::add);
        return Json.text(root);
    }

    private static <R> void rows(ArrayNode list, Table<R> table) {
        List<Column<R>> data = table.data();
        for (R row : table.rows()) {
            ObjectNode node = list.addObject();
            data.forEach(c -> Json.put(node, c.name(), c.value(row).orElse(null)));
        }
    }

    @Override
    public Page page() {
        ObjectNode charts = Json.object("steelyard.charts/1");
        List<? extends Table<?>> read = seenBy(Seen.BY_READERS, Seen.ON_PAGES);
        read.forEach(t -> t.chart().ifPresent(c -> c.put(charts, "chart-" + t.key())));
        return new Page(
                heading.title(),
                heading.mark(),
                heading.headline(),
                heading.why(),
                tiles,
                read.stream().map(Answer::section).toList(),
                told(),
                Json.inline(charts));
    }

    private static Page.Section section(Table<?> table) {
        return new Page.Section(
                table.title(),
                table.lead(),
                table.chart()
                        .map(c -> List.of(new Page.Picture("chart-" + table.key(), c.title())))
                        .orElse(List.of()),
                List.of(
                        Page.Rows.of(
                                table.seen() == Seen.ON_PAGES || table.chart().isPresent()
                                        ? "The figures"
                                        : "",
                                table.seen() != Seen.ON_PAGES,
                                table)));
    }
}
