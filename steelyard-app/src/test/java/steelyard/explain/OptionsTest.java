package steelyard.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import steelyard.cell.Cell;
import steelyard.cell.Period;
import steelyard.cell.Sums;
import steelyard.index.Bootstrap;
import steelyard.index.QualityPrice;
import steelyard.market.TestingMarket;
import steelyard.money.Money;
import steelyard.money.MoneyTotal;
import steelyard.quality.Scores;
import steelyard.token.Meter;
import steelyard.token.TokenCounts;
import steelyard.token.Validity;

/// What could be done instead, on a market small enough to see.
class OptionsTest {
    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-04-01T00:00:00Z");

    private static Cell cell(String product, long input, String spent) {
        return new Cell(
                0,
                "",
                product,
                10,
                10,
                TokenCounts.of(Meter.INPUT, input),
                Map.of(
                        Meter.BillingClass.INPUT,
                        new Cell.Stages(
                                usd(spent), usd(spent), usd(spent), usd(spent), usd(spent))),
                Map.of(),
                MoneyTotal.ZERO,
                Map.of());
    }

    private static MoneyTotal usd(String amount) {
        return MoneyTotal.of(Money.usd(amount));
    }

    private static Options options(TestingMarket made, Cell... cells) {
        Sums sums =
                new Sums(
                        List.of(new Period("2026-03", new Validity(FROM, TO))),
                        List.of(cells),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(MoneyTotal.ZERO));
        return Options.of(
                sums,
                new Quality(
                        made.ratings(),
                        made.crosswalk(),
                        new QualityPrice(
                                0.05,
                                new Bootstrap(0, 0, 1, 0),
                                1,
                                YearMonth.of(2026, 1),
                                YearMonth.of(2026, 3))),
                made.market(),
                new Scores(Map.of(), List.of(), Map.of()));
    }

    private static TestingMarket market() {
        return new TestingMarket()
                .model("acme-mid", 60)
                .model("acme-twin", 60)
                .model("acme-weak", 59)
                .model("acme-good", 70)
                .model("acme-best", 90)
                .sells("acme", "acme-mid", "2025-01-01", "", 10)
                .sells("far", "acme-mid", "2025-01-01", "", 7)
                .sells("acme", "acme-twin", "2025-01-01", "", 4)
                .sells("acme", "acme-weak", "2025-01-01", "", 1)
                .sells("acme", "acme-good", "2025-01-01", "", 9)
                .sells("far", "acme-good", "2025-01-01", "", 9)
                .sells("acme", "acme-best", "2025-01-01", "", 30)
                .sells("old", "acme-best", "2024-01-01", "2025-01-01", 1);
    }

    /// By hand, for 2 Mtok of input at acme-mid, $20: the twin at $8 is the cheapest with no lower
    /// score (weak at $2 has less), good at $18 the best for no more, best at $60 the best there
    /// is. The listing that ended in 2024 is no option.
    @Test
    void theThreeOptionsAreTheOnesByHand() {
        Options options = options(market(), cell("acme/acme-mid", 2_000_000, "20"));
        Options.Choice choice = options.choices().getFirst();
        assertThat(choice.less().orElseThrow().quote().listing().product())
                .isEqualTo("acme/acme-twin");
        assertThat(choice.less().orElseThrow().quote().paid()).isEqualTo(usd("8"));
        assertThat(choice.better().orElseThrow().quote().listing().product())
                .isEqualTo("acme/acme-good");
        assertThat(choice.best().orElseThrow().quote().paid()).isEqualTo(usd("60"));
        assertThat(choice.saving()).isEqualTo(usd("12"));
        assertThat(options.saving()).isEqualTo(usd("12"));
        assertThat(options.day()).isEqualTo(LocalDate.parse("2026-03-31"));
    }

    /// Without standard errors any difference is sure; the same model elsewhere is as good; a twin
    /// of the same score is not surely better.
    @Test
    void aDifferenceIsSureOrNot() {
        Options.Choice choice =
                options(market(), cell("acme/acme-mid", 2_000_000, "20")).choices().getFirst();
        assertThat(choice.less().orElseThrow().sure()).isFalse();
        TestingMarket alone =
                new TestingMarket()
                        .model("acme-mid", 60)
                        .sells("acme", "acme-mid", "2025-01-01", "", 10)
                        .sells("far", "acme-mid", "2025-01-01", "", 7);
        assertThat(
                        options(alone, cell("acme/acme-mid", 2_000_000, "20"))
                                .choices()
                                .getFirst()
                                .less()
                                .orElseThrow()
                                .sure())
                .isTrue();
    }

    @Test
    void theBestThereIsHasNoBetterAndTheCheapestNoLess() {
        Options.Choice best =
                options(market(), cell("acme/acme-best", 1_000_000, "30")).choices().getFirst();
        assertThat(best.less()).isEmpty();
        assertThat(best.better()).isEmpty();
        assertThat(best.best()).isEmpty();
        assertThat(best.saving()).isEqualTo(MoneyTotal.ZERO);
        Options.Choice weak =
                options(market(), cell("acme/acme-weak", 1_000_000, "1")).choices().getFirst();
        assertThat(weak.less()).isEmpty();
        assertThat(weak.best()).isPresent();
    }

    @Test
    void cellsOfAModelAreAddedUpAndTheUnscoredCounted() {
        Options options =
                options(
                        market(),
                        cell("acme/acme-mid", 1_000_000, "10"),
                        cell("acme/acme-mid", 1_000_000, "10"),
                        cell("nobody/nothing", 5, "3"));
        assertThat(options.choices()).hasSize(1);
        assertThat(options.choices().getFirst().spend()).isEqualTo(usd("20"));
        assertThat(options.unscored()).isEqualTo(usd("3"));
    }
}
