package steelyard.report.log;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import steelyard.show.Answer;
import steelyard.show.Table;
import steelyard.usage.format.Mapping;

/// The formats of logs as tables.
public final class FormatsReport {
    private FormatsReport() {}

    /// Every format in a line.
    public static Answer all(List<Mapping> formats) {
        Table<Mapping> table =
                Table.of(
                                "rows",
                                "Formats",
                                "steelyard formats show FORMAT has every field.",
                                formats)
                        .name("format", "format", Mapping::id)
                        .name("name", "of", Mapping::name)
                        .words("about", "what is special", Mapping::about)
                        .forPrograms()
                        .words("where", "where", m -> String.join(", ", m.where()));
        return new Answer(
                "steelyard.formats/1",
                new Answer.Heading(
                        "Steelyard: formats of logs",
                        "formats",
                        "%d formats beside Steelyard's own table (csv, jsonl, parquet); each is told by its content."
                                .formatted(formats.size())),
                List.of(table),
                List.of());
    }

    /// One format: where it lies, and how each field is read.
    public static Answer of(Mapping mapping) {
        Table<Mapping.Said> fields =
                Table.of(
                                "fields",
                                "Fields",
                                "Of each kind of record, and where it is read. A column of tokens is disjoint from the others: what stands inside another is taken out of it.",
                                mapping.fields())
                        .name("event", "event", Mapping.Said::event)
                        .name("field", "field", Mapping.Said::field)
                        .name("inside", "inside", Mapping.Said::inside)
                        .words("from", "from", Mapping.Said::from);
        return new Answer(
                        "steelyard.formats.show/1",
                        new Answer.Heading(
                                "Steelyard: " + mapping.name(),
                                "formats",
                                "%s (--format %s).".formatted(mapping.name(), mapping.id()),
                                mapping.about()),
                        List.of(fields),
                        mapping.where().isEmpty()
                                ? List.of("facts from " + mapping.source())
                                : List.of(
                                        "lies in "
                                                + mapping.where().stream()
                                                        .collect(Collectors.joining(", ")),
                                        "facts from " + mapping.source()))
                .with(Map.of("format", mapping.id(), "where", mapping.where()));
    }
}
