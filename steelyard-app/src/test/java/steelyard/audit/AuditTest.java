package steelyard.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.StringReader;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.price.PriceBook;

/// Faults put into the book by hand: each is found, alone, and nothing like it that is right.
class AuditTest {
    private static final PriceBook BOOK = PriceBook.bundled();
    private static final String HEADER =
            "kind,provider,model,region,service,context,window,from,to,recorded,input,cache_read,cache_write_5m,cache_write_1h,output,multiply,basis,standing,rivals\n";

    private static List<Finding> found(String... rows) {
        return Audit.of(with(rows)).stream().filter(f -> f.model().startsWith("odd")).toList();
    }

    private static PriceBook with(String... rows) {
        return BOOK.with("o.csv", new StringReader(HEADER + String.join("\n", rows) + "\n"));
    }

    private static String row(String from, String to, String input, String output, String basis) {
        return "book,openai,odd,,,,,%s,%s,,%s,,,,%s,,%s,,"
                .formatted(from, to, input, output, basis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2,3,,,8 | a cache read dearer than fresh input (2/8)",
                "2,1,4,3,8 | a 1-hour cache write below a 5-minute one (2/8)",
                "2,1,2,11,8 | a 1-hour cache write over five times the input (2/8)",
                "251,1,,,900 | input over 250 USD per million tokens: another unit? (251/900)",
                "200,1,,,1001 | output over 1000 USD per million tokens: another unit? (200/1001)",
            })
    void aBreachOfAnInvariantIsFound(String rates, String what) {
        assertThat(found("book,openai,odd,,,,,2026-01-01,,," + rates + ",,explicit,,"))
                .containsExactly(
                        new Finding(
                                Finding.Kind.INVARIANT,
                                "openai",
                                "odd",
                                "",
                                "2026-01-01",
                                what,
                                "o.csv:2"));
    }

    @Test
    void whatAllVendorsKeepToIsNoBreach() {
        assertThat(found("book,openai,odd,,,,,2026-01-01,,,2,2,2,10,8,,explicit,,")).isEmpty();
        assertThat(found("book,openai,odd,,,,,2026-01-01,,,250,,,,1000,,explicit,,")).isEmpty();
    }

    @Test
    void aPriceThatGoesAwayAndComesBackWithinAYearIsFound() {
        assertThat(
                        found(
                                row("2025-01-01", "2025-03-01", "3.5", "10", "commit"),
                                row("2025-03-01", "2025-06-01", "1.25", "5", "commit"),
                                row("2025-06-01", "", "3.5", "10", "commit")))
                .containsExactly(
                        new Finding(
                                Finding.Kind.RETURN,
                                "openai",
                                "odd",
                                "",
                                "2025-03-01",
                                "3.5/10, 1.25/5, 3.5/10",
                                "o.csv:3"));
        // Two changes later it is still a return.
        assertThat(
                        found(
                                row("2025-01-01", "2025-03-01", "3.5", "10", "commit"),
                                row("2025-03-01", "2025-04-01", "1.25", "5", "commit"),
                                row("2025-04-01", "2025-06-01", "1.5", "5", "commit"),
                                row("2025-06-01", "", "3.5", "10", "commit")))
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.RETURN);
    }

    @Test
    void aReturnThatIsStatedOrAYearLaterOrOfAnotherPriceIsNone() {
        assertThat(
                        found(
                                row("2025-01-01", "2025-03-01", "3.5", "10", "commit"),
                                row("2025-03-01", "2025-06-01", "1.25", "5", "explicit"),
                                row("2025-06-01", "", "3.5", "10", "document")))
                .isEmpty();
        assertThat(
                        found(
                                row("2025-01-01", "2025-03-01", "3.5", "10", "commit"),
                                row("2025-03-01", "2026-03-02", "1.25", "5", "commit"),
                                row("2026-03-02", "", "3.5", "10", "commit")))
                .isEmpty();
        assertThat(
                        found(
                                row("2025-01-01", "2025-03-01", "3.5", "10", "commit"),
                                row("2025-03-01", "2025-06-01", "1.25", "5", "commit"),
                                row("2025-06-01", "", "3.5", "11", "commit")))
                .isEmpty();
        // One statement of the two does not make it two.
        assertThat(
                        found(
                                row("2025-01-01", "2025-03-01", "3.5", "10", "commit"),
                                row("2025-03-01", "2025-06-01", "1.25", "5", "explicit"),
                                row("2025-06-01", "", "3.5", "10", "first_seen")))
                .hasSize(1);
    }

    @Test
    void aRowPastTheBooksDateNeedsAStatement() {
        assertThat(BOOK.asOf()).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(found(row("2026-11-21", "", "2", "8", "first_seen")))
                .extracting(Finding::kind, Finding::what)
                .containsExactly(tuple(Finding.Kind.FUTURE, "2/8"));
        assertThat(found(row("2026-11-20", "", "2", "8", "first_seen"))).isEmpty();
        assertThat(found(row("2027-01-01", "", "2", "8", "explicit"))).isEmpty();
    }

    @Test
    void aGapBetweenTwoPricesIsFound() {
        assertThat(
                        found(
                                row("2025-01-01", "2025-03-01", "2", "8", "explicit"),
                                row("2025-04-01", "", "2", "8", "explicit")))
                .extracting(Finding::kind, Finding::from, Finding::what)
                .containsExactly(
                        tuple(
                                Finding.Kind.GAP,
                                "2025-04-01",
                                "nothing from 2025-03-01 to 2025-04-01"));
        // An end is no gap, and a tier or a window that ends and begins again is a change of terms.
        assertThat(found(row("2025-01-01", "2025-03-01", "2", "8", "explicit"))).isEmpty();
        assertThat(
                        found(
                                row("2025-01-01", "", "2", "8", "explicit"),
                                "book,openai,odd,,,input>200000,,2025-01-01,2025-03-01,,4,,,,16,,explicit,,",
                                "book,openai,odd,,,input>200000,,2025-04-01,,,4,,,,16,,explicit,,",
                                "book,openai,odd,,,,01:00-02:00Z,2025-01-01,2025-03-01,,1,,,,4,,explicit,,",
                                "book,openai,odd,,,,01:00-02:00Z,2025-04-01,,,1,,,,4,,explicit,,"))
                .isEmpty();
    }

    /// Of rows for the same time the one recorded last is in force, and the others are not judged.
    @Test
    void onlyTheRowInForceIsJudged() {
        assertThat(
                        found(
                                "book,openai,odd,,,,,2025-01-01,,2025-01-05,2,3,,,8,,explicit,,",
                                "book,openai,odd,,,,,2025-01-01,,2025-02-05,2,1,,,8,,explicit,,"))
                .isEmpty();
        assertThat(
                        found(
                                "book,openai,odd,,,,,2025-01-01,,2025-03-05,2,3,,,8,,explicit,,",
                                "book,openai,odd,,,,,2025-01-01,,2025-02-05,2,1,,,8,,explicit,,"))
                .hasSize(1);
        // A row without a date of record is the latest.
        assertThat(
                        found(
                                "book,openai,odd,,,,,2025-01-01,,,2,1,,,8,,explicit,,",
                                "book,openai,odd,,,,,2025-01-01,,2026-02-05,2,3,,,8,,explicit,,"))
                .isEmpty();
    }

    @Test
    void aDisputeNamesBothAndItsConditions() {
        Finding finding =
                found(
                                "book,openai,odd,eu,batch,input>200000,,2025-01-01,,,2,,,,8,,explicit,disputed,litellm 3/9")
                        .getFirst();
        assertThat(finding.kind()).isEqualTo(Finding.Kind.DISPUTE);
        assertThat(finding.kind().isFault()).isFalse();
        assertThat(finding.product()).isEqualTo("openai/odd");
        assertThat(finding.conditions()).isEqualTo("eu batch input>200000");
        assertThat(finding.what()).isEqualTo("2/8; others: litellm 3/9");
        assertThat(Finding.Kind.DISPUTE.meaning()).isEqualTo("is disputed by another source");
    }

    /// A contract is what somebody pays, and no list price.
    @Test
    void contractsAndPatternsAreNotJudged() {
        assertThat(found(",openai,odd,,,,,2026-01-01,,,2,3,,,8,,explicit,,")).isEmpty();
        assertThat(found("book,openai,odd*,,,,,2026-01-01,,,2,3,,,8,,explicit,,")).isEmpty();
    }

    @Test
    void aRuleIsCountedForTheModelsThatHaveNoPriceOfTheirOwn() {
        List<Finding> before = Audit.derived(BOOK);
        Finding batch =
                before.stream()
                        .filter(f ->
                                f.product().equals("openai/*") && f.conditions().equals("batch"))
                        .findFirst()
                        .orElseThrow();
        int models = models(batch);
        assertThat(batch.what()).startsWith("x 0.5 for ");
        assertThat(batch.from()).isNotEmpty();
        PriceBook more =
                with(
                        "book,openai,odd-1,,,,,2026-01-01,,,2,,,,8,,explicit,,",
                        "book,openai,odd-2,,,,,2026-01-01,,,2,,,,8,,explicit,,",
                        "book,openai,odd-2,,batch,,,2026-01-01,,,1,,,,4,,explicit,,");
        assertThat(
                        Audit.derived(more).stream()
                                .filter(f -> f.at().equals(batch.at()))
                                .mapToInt(AuditTest::models)
                                .sum())
                .isEqualTo(models + 1);
    }

    private static int models(Finding finding) {
        return Integer.parseInt(finding.what().replaceFirst(".* for (\\d+) models: .*", "$1"));
    }

    @Test
    void theAgeIsCountedFromTheBooksDate() {
        assertThat(Audit.ageInDays(BOOK, LocalDate.of(2026, 12, 1))).isEqualTo(11);
        assertThat(Audit.ageInDays(BOOK, LocalDate.of(2026, 1, 1))).isZero();
    }
}
