package steelyard.index;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads models with their prices and scores: CSV with the columns `model`, `date`, `price`,
/// `score`; others are ignored.
///
/// @param offers in the order of the file
/// @param excluded rows that cannot be used, by the reason
public record OfferFile(List<Frontier.Offer> offers, Map<String, Long> excluded) {
    public OfferFile {
        offers = List.copyOf(offers);
        excluded = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(excluded));
    }

    /// @throws IllegalArgumentException with every problem, each with file and line
    public static OfferFile read(Path file) {
        List<Frontier.Offer> offers = new ArrayList<>();
        Map<String, Long> excluded = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : csv) {
                for (String column : List.of("model", "date", "price", "score")) {
                    if (!row.getHeader().contains(column)) {
                        throw new IllegalArgumentException(
                                "%s:1: no column \"%s\"; there are %s, expected model, date, price, score"
                                        .formatted(
                                                file, column, String.join(", ", row.getHeader())));
                    }
                }
                add(row, file, offers, excluded, problems);
            }
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(
                    file + ": not readable as CSV: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": not readable: " + e.getMessage(), e);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(
                            System.lineSeparator(),
                            problems.subList(0, Math.min(20, problems.size()))));
        }
        return new OfferFile(offers, excluded);
    }

    private static void add(
            NamedCsvRecord row,
            Path file,
            List<Frontier.Offer> offers,
            Map<String, Long> excluded,
            List<String> problems) {
        String what = "";
        try {
            String model = row.getField("model").strip();
            if (model.isEmpty() || row.getField("date").isBlank()) {
                problems.add(
                        "%s:%d: no %s"
                                .formatted(
                                        file,
                                        row.getStartingLineNumber(),
                                        model.isEmpty() ? "model" : "date"));
                return;
            }
            for (String column : List.of("price", "score")) {
                if (row.getField(column).isBlank()) {
                    excluded.merge("no " + column, 1L, Long::sum);
                    return;
                }
            }
            what = "date";
            LocalDate date = LocalDate.parse(row.getField("date").strip());
            what = "price";
            double price = Double.parseDouble(row.getField("price"));
            what = "score";
            double score = Double.parseDouble(row.getField("score"));
            if (price > 0 && !Double.isInfinite(price) && !Double.isNaN(score)) {
                offers.add(new Frontier.Offer(model, date, price, score));
            } else {
                excluded.merge(
                        Double.isNaN(score) ? "score is no number" : "price is not above zero",
                        1L,
                        Long::sum);
            }
        } catch (NumberFormatException | DateTimeParseException e) {
            problems.add(
                    "%s:%d: %s \"%s\" is no %s"
                            .formatted(
                                    file,
                                    row.getStartingLineNumber(),
                                    what,
                                    row.getField(what),
                                    what.equals("date")
                                            ? "date; write it as 2026-01-31"
                                            : "number; write it as 12.5"));
        }
    }
}
