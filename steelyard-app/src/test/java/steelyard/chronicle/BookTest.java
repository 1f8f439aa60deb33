package steelyard.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import steelyard.audit.Audit;
import steelyard.audit.Finding;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.price.Provider;

/// The bundled book as a whole: what it is made from, and what may not be in it.
class BookTest {
    private static final Path PRICES = Path.of("..", "prices");
    private static final Path BUNDLED =
            Path.of("..", "steelyard-core/src/main/resources/steelyard/price/book");

    @Test
    void theBundledSheetsAreWhatTheEvidenceMakes() throws IOException {
        Chronicler.Book made =
                Chronicler.compile(
                        Evidence.read(PRICES.resolve("evidence"))
                                .without(PRICES.resolve("set-aside.csv")));
        for (Map.Entry<String, String> sheet : made.sheets().entrySet()) {
            assertThat(Files.readString(BUNDLED.resolve("sheets/" + sheet.getKey() + ".csv")))
                    .as("sheets/%s.csv: run steelyard prices build", sheet.getKey())
                    .isEqualTo(sheet.getValue());
        }
        assertThat(Files.readString(BUNDLED.resolve("aliases.csv"))).isEqualTo(made.aliases());
        try (Stream<Path> sheets = Files.list(BUNDLED.resolve("sheets"))) {
            assertThat(sheets).hasSize(made.sheets().size());
        }
    }

    /// No price that goes away and comes back without two statements, none after the book's date
    /// without one, no gap, no breach of an invariant.
    @Test
    void nothingInTheBookIsAFault() {
        assertThat(
                        Audit.of(PriceBook.bundled()).stream()
                                .filter(f -> f.kind().isFault())
                                .map(Finding::toString)
                                .toList())
                .isEmpty();
        assertThat(
                        Audit.of(PriceBook.uncorrected()).stream()
                                .filter(f -> f.kind() == Finding.Kind.RETURN)
                                .toList())
                .isEmpty();
    }

    /// A row begins on a day of its sources' sightings, or at a release or a stated start.
    @Test
    void aPriceChangesOnlyOnADayOnWhichASourceSaysSo() {
        Set<String> days = new HashSet<>();
        Evidence.read(PRICES.resolve("evidence"))
                .sightings()
                .forEach(s -> {
                    days.add(s.key().seller() + " " + s.from());
                    days.add(s.key().seller() + " " + s.until());
                    if (s.release() != null) {
                        days.add(s.key().seller() + " " + s.release());
                    }
                });
        PriceBook book = PriceBook.uncorrected();
        List<String> invented = new ArrayList<>();
        for (Provider provider : book.providers()) {
            for (String model : book.models(provider.id())) {
                for (PriceRow row : book.rows(provider.id(), model)) {
                    if (row.at().startsWith("sheets/")
                            && !days.contains(
                                    provider.id()
                                            + " "
                                            + LocalDate.ofInstant(
                                                    row.validity().from(), ZoneOffset.UTC))) {
                        invented.add(row.at());
                    }
                }
            }
        }
        assertThat(invented).isEmpty();
    }

    @Test
    void everyCorrectionAndEveryRuleNamesItsSource() {
        PriceBook book = PriceBook.bundled();
        List<String> without = new ArrayList<>();
        int seen = 0;
        for (Provider provider : book.providers()) {
            Set<PriceRow> rows = new HashSet<>();
            book.models(provider.id()).forEach(m -> rows.addAll(book.rows(provider.id(), m)));
            for (PriceRow row : rows) {
                if (row.at().startsWith("corrections/") || row.at().startsWith("rules.csv")) {
                    seen++;
                    boolean assumed = row.basis() == PriceRow.Basis.RELEASE;
                    if (!assumed && !row.note().matches("(?s).*[a-z]+\\.[a-z]{2,}.*")) {
                        without.add(row.at());
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(200);
        assertThat(without).isEmpty();
    }

    @Test
    void noCorrectionStandsUnderANameThatMeansAnother() throws IOException {
        PriceBook book = PriceBook.bundled();
        for (Provider provider : book.providers()) {
            for (String model : book.models(provider.id())) {
                if (book.rows(provider.id(), model).stream()
                        .anyMatch(r -> r.at().startsWith("corrections/") && !r.isPattern())) {
                    assertThat(Files.readString(BUNDLED.resolve("aliases.csv")))
                            .doesNotContain("\n" + provider.id() + ",alias," + model + ",");
                }
            }
        }
    }
}
