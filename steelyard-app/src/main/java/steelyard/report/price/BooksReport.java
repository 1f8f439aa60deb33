package steelyard.report.price;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import steelyard.ledger.BookComparison;
import steelyard.show.Answer;
import steelyard.show.Table;

/// One log at the prices of two books.
public final class BooksReport {
    private BooksReport() {}

    public static Answer of(BookComparison c, String a, String b) {
        Table<BookComparison.Product> table =
                Table.of(
                                "products",
                                "Rows that differ",
                                "USD; nothing where a book has no price.",
                                c.products())
                        .name("model", "model", BookComparison.Product::model)
                        .name("provider", "provider", BookComparison.Product::provider)
                        .count("rows", "rows", BookComparison.Product::rows)
                        .date("from", "from", BookComparison.Product::from)
                        .date("to", "to", BookComparison.Product::to)
                        .exact("first", "first", BookComparison.Product::first)
                        .exact("second", "second", BookComparison.Product::second)
                        .exact("difference", "difference", BookComparison.Product::difference)
                        .words("priced_as", "priced as", BooksReport::as);
        BigDecimal change = c.second().subtract(c.first());
        String percent =
                c.first().signum() == 0
                        ? ""
                        : " (%+.2f%%)"
                                .formatted(
                                        change.divide(c.first(), MathContext.DECIMAL64)
                                                        .doubleValue()
                                                * 100);
        return new Answer(
                "steelyard.prices.compare/2",
                new Answer.Heading(
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
                List.of(table),
                List.of("first is " + a + ", second is " + b + "."));
    }

    private static String as(BookComparison.Product p) {
        return p.firstAs().equals(p.secondAs())
                ? p.firstAs()
                : (p.firstAs().isEmpty() ? "no price" : p.firstAs())
                        + ", then "
                        + (p.secondAs().isEmpty() ? "no price" : p.secondAs());
    }

    private static String plain(BigDecimal usd) {
        return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
    }
}
