package steelyard.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import steelyard.ledger.BookComparison;

/// One log at the prices of two books.
public final class BooksReport {
    private BooksReport() {}

    public static TableReport of(BookComparison c, String a, String b) {
        List<List<String>> rows = new ArrayList<>();
        for (BookComparison.Product p : c.products()) {
            rows.add(
                    List.of(
                            p.model(),
                            p.provider(),
                            Long.toString(p.rows()),
                            p.from(),
                            p.to(),
                            usd(p.first()),
                            usd(p.second()),
                            p.first().isPresent() && p.second().isPresent()
                                    ? plain(p.second().get().subtract(p.first().get()))
                                    : "",
                            as(p)));
        }
        BigDecimal change = c.second().subtract(c.first());
        String percent =
                c.first().signum() == 0
                        ? ""
                        : " (%+.2f%%)"
                                .formatted(
                                        change.divide(c.first(), MathContext.DECIMAL64)
                                                        .doubleValue()
                                                * 100);
        return new TableReport(
                "steelyard.prices.compare/1",
                new TableReport.Heading(
                        "A log at the prices of two books",
                        "prices compare",
                        "%,d of %,d rows differ: $%s by %s, $%s by %s%s."
                                .formatted(
                                        c.differing(),
                                        c.rows(),
                                        plain(c.first()),
                                        a,
                                        plain(c.second()),
                                        b,
                                        percent)),
                List.of(
                        TableReport.Part.worded(
                                "products",
                                "Rows that differ",
                                "USD; blank where a book has no price.",
                                List.of(
                                        "model",
                                        "provider",
                                        "rows",
                                        "from",
                                        "to",
                                        "first",
                                        "second",
                                        "difference",
                                        "priced as"),
                                rows,
                                Set.of("model", "provider", "from", "to", "priced as"),
                                Optional.empty())),
                List.of("first is " + a + ", second is " + b + "."));
    }

    private static String as(BookComparison.Product p) {
        return p.firstAs().equals(p.secondAs())
                ? p.firstAs()
                : (p.firstAs().isEmpty() ? "no price" : p.firstAs())
                        + ", then "
                        + (p.secondAs().isEmpty() ? "no price" : p.secondAs());
    }

    private static String usd(Optional<BigDecimal> amount) {
        return amount.map(BooksReport::plain).orElse("");
    }

    private static String plain(BigDecimal usd) {
        return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
    }
}
