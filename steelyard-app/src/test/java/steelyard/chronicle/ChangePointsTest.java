package steelyard.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import steelyard.sheet.PriceKey;
import steelyard.token.Meter;

/// Each rule of docs/price-book.md, on histories small enough to follow by hand.
class ChangePointsTest {
    private final List<Run> runs = new ArrayList<>();

    @Test
    void sightingsOfTheSameNewPriceAreOneEventAtTheEarliest() {
        seen("litellm", 3, "2026-01-01", "2026-03-10")
                .seen("litellm", 2, "2026-03-10", "2026-06-01");
        seen("portkey", 3, "2026-01-05", "2026-04-20")
                .seen("portkey", 2, "2026-04-20", "2026-06-01");
        assertThat(steps()).containsExactly("2026-01-01 3", "2026-03-10 2");
    }

    @Test
    void aStatedDayOutranksTheEarliestSighting() {
        seen("litellm", 3, "2026-01-01", "2026-03-10")
                .seen("litellm", 2, "2026-03-10", "2026-06-01");
        seen("genai-prices", 3, "2026-01-01", "2026-03-01");
        stated("genai-prices", 2, "2026-03-01", "2026-06-01");
        assertThat(steps()).containsExactly("2026-01-01 3", "2026-03-01 2");
    }

    @Test
    void aLateSourceIsNoEvidenceAgainst() {
        seen("litellm", 3, "2026-01-01", "2026-03-10")
                .seen("litellm", 2, "2026-03-10", "2026-05-01");
        seen("portkey", 3, "2026-01-05", "2026-05-01");
        seen("models.dev", 3, "2026-01-05", "2026-05-01");
        assertThat(steps()).containsExactly("2026-01-01 3", "2026-03-10 2");
    }

    @Test
    void sourcesThatStayForFourMonthsAndOutnumberRefuteAChange() {
        seen("litellm", 3, "2026-01-01", "2026-03-10")
                .seen("litellm", 2, "2026-03-10", "2026-09-01");
        seen("genai-prices", 3, "2026-01-05", "2026-09-01");
        seen("models.dev", 3, "2026-01-05", "2026-09-01");
        assertThat(steps()).containsExactly("2026-01-01 3");
    }

    @Test
    void anAnnouncementThatNobodyBearsOutWasWithdrawn() {
        seen("litellm", 2, "2026-06-30", "2026-11-20");
        seen("llm-prices", 2, "2026-06-30", "2026-08-05");
        stated("llm-prices", 3, "2026-09-01", "2026-08-05");
        assertThat(steps()).containsExactly("2026-06-30 2");
    }

    @Test
    void anAnnouncementThatNobodyContradictsHolds() {
        seen("genai-prices", 1, "2026-09-01", "2026-11-10");
        stated("genai-prices", 2, "2027-01-01", "2026-11-10");
        assertThat(steps()).containsExactly("2026-09-01 1", "2027-01-01 2");
    }

    @Test
    void aSheetThatMendsItsOwnMistakeMovesNothing() {
        seen("genai-prices", 2, "2026-01-01", "2026-06-01");
        seen("models.dev", 2, "2026-01-01", "2026-06-01");
        seen("litellm", 3, "2026-01-10", "2026-03-10")
                .seen("litellm", 2, "2026-03-10", "2026-06-01");
        assertThat(steps()).containsExactly("2026-01-01 2");
    }

    @Test
    void ofTwoPricesThatNobodyChangedTheOneWithMoreSourcesHeldAllAlong() {
        seen("portkey", 3, "2026-01-01", "2026-06-01");
        seen("genai-prices", 2, "2026-02-01", "2026-06-01");
        seen("litellm", 2, "2026-02-10", "2026-06-01");
        List<ChangePoints.Step> steps = ChangePoints.of(runs);
        assertThat(shown(steps)).containsExactly("2026-01-01 2");
        assertThat(steps.getFirst().rivals()).extracting(Run::source).containsExactly("portkey");
    }

    @Test
    void aPriceThatComesBackWithinAYearNeverWentAway() {
        seen("litellm", 3, "2026-01-01", "2026-03-10")
                .seen("litellm", 2, "2026-03-10", "2026-05-01")
                .seen("litellm", 3, "2026-05-01", "2026-11-01");
        assertThat(steps()).containsExactly("2026-01-01 3");
    }

    @Test
    void unlessBothChangesAreStated() {
        seen("genai-prices", 3, "2026-01-01", "2026-03-01");
        stated("genai-prices", 2, "2026-03-01", "2026-05-01");
        stated("genai-prices", 3, "2026-05-01", "2026-11-01");
        assertThat(steps()).containsExactly("2026-01-01 3", "2026-03-01 2", "2026-05-01 3");
    }

    @Test
    void slipsOfThreeDaysAndWrongUnitsAreNoPrices() {
        seen("litellm", 3, "2026-01-01", "2026-01-03")
                .seen("litellm", 5, "2026-01-04", "2026-06-01");
        assertThat(steps()).containsExactly("2026-01-04 5");
        runs.clear();
        seen("litellm", 300, "2026-01-01", "2026-06-01")
                .seen("litellm", 3, "2026-06-01", "2026-06-02");
        assertThat(steps()).containsExactly("2026-06-01 3");
    }

    @Test
    void theVendorsOwnListOutranksAll() {
        seen("genai-prices", 3, "2026-01-01", "2026-11-01");
        seen("litellm", 3, "2026-01-01", "2026-11-01");
        seen("openrouter", 2, "2026-08-01", "2026-08-01");
        assertThat(steps()).containsExactly("2026-01-01 3", "2026-08-01 2");
    }

    private ChangePointsTest seen(String source, int input, String from, String until) {
        return add(source, input, from, until, Sighting.Basis.COMMIT, null);
    }

    private void stated(String source, int input, String from, String until) {
        add(source, input, from, until, Sighting.Basis.EXPLICIT, null);
    }

    private ChangePointsTest add(
            String source,
            int input,
            String from,
            String until,
            Sighting.Basis basis,
            @Nullable LocalDate after) {
        Map<Meter, BigDecimal> says =
                Map.of(
                        Meter.INPUT,
                        BigDecimal.valueOf(input),
                        Meter.OUTPUT,
                        BigDecimal.valueOf(5L * input));
        Sighting sighting =
                new Sighting(
                        source,
                        PriceKey.plain("acme", "m"),
                        LocalDate.parse(from),
                        LocalDate.parse(until),
                        after,
                        basis,
                        false,
                        "c0ffee00",
                        null,
                        new TreeMap<>(says));
        runs.add(new Run(sighting, says, LocalDate.parse(from), null, false));
        return this;
    }

    private List<String> steps() {
        return shown(ChangePoints.of(runs));
    }

    private static List<String> shown(List<ChangePoints.Step> steps) {
        return steps.stream().map(s -> s.from() + " " + s.says().get(Meter.INPUT)).toList();
    }
}
