package steelyard.index;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;

/// Models with their prices and scores, from CSV with the columns `model`, `date`, `price`,
/// `score`; others are ignored.
///
/// @param offers in the order of the file
/// @param excluded rows that cannot be used, by the reason
public record OfferFile(List<Frontier.Offer> offers, Map<String, Long> excluded) {
    public OfferFile {
        offers = List.copyOf(offers);
        excluded = Collections.unmodifiableMap(new LinkedHashMap<>(excluded));
    }

    /// @param file `.csv` or `.csv.gz`
    /// @throws Refusal with the problems, each with file and line
    /// @throws java.io.UncheckedIOException if the file cannot be read
    public static OfferFile read(Path file) {
        List<Frontier.Offer> offers = new ArrayList<>();
        Map<String, Long> excluded = new LinkedHashMap<>();
        TableFile.read(
                file,
                List.of("model", "date", "price", "score"),
                row -> {
                    String reason = add(row, offers);
                    if (!reason.isEmpty()) {
                        excluded.merge(reason, 1L, Long::sum);
                    }
                });
        return new OfferFile(offers, excluded);
    }

    /// Why a row cannot be used; empty if it was added.
    private static String add(TableFile.Row row, List<Frontier.Offer> offers) {
        String model = row.required("model");
        LocalDate date = row.date("date");
        if (row.text("price").isEmpty() || row.text("score").isEmpty()) {
            return row.text("price").isEmpty() ? "no price" : "no score";
        }
        double price = row.number("price");
        double score = row.number("score");
        if (!(price > 0) || Double.isInfinite(price)) {
            return "price is not above zero";
        }
        if (!Double.isFinite(score)) {
            return "score is no number";
        }
        offers.add(new Frontier.Offer(model, date, price, score));
        return "";
    }
}
