package steelyard.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class PeriodsTest {
    private static final ZoneId UTC = ZoneOffset.UTC;

    @ParameterizedTest
    @CsvSource({
        "2026, 2026-01-01, 2027-01-01",
        "2026-Q2, 2026-04-01, 2026-07-01",
        "2026-01, 2026-01-01, 2026-02-01",
        "2026-W01, 2025-12-29, 2026-01-05",
        "2026-01-15, 2026-01-15, 2026-01-16",
        "2026-01-01..2026-01-15, 2026-01-01, 2026-01-15",
    })
    void periodsAreReadAsPeopleWriteThem(String text, String from, String to) {
        Period period = Periods.parse(text, UTC);
        assertThat(period.from()).isEqualTo(Instant.parse(from + "T00:00:00Z"));
        assertThat(period.to()).isEqualTo(Instant.parse(to + "T00:00:00Z"));
        assertThat(period.label()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"January", "2026-13", "2026-Q5", "2026-01-15..2026-01-01", "26-01-01", ""})
    void anythingElseIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> Periods.parse(text, UTC))
                .hasMessageContaining("is not a period; write 2026, 2026-Q1");
    }

    @Test
    void periodsLieInTheirZone() {
        assertThat(Periods.parse("2026-01", ZoneId.of("Europe/Berlin")).from())
                .isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
    }

    @Test
    void aLongLogIsComparedByItsFirstAndLastFourWeeks() {
        List<Period> ends =
                Periods.firstAndLast(
                        Instant.parse("2025-11-09T00:00:00Z"),
                        Instant.parse("2026-05-04T00:00:00Z"),
                        UTC);
        assertThat(ends)
                .extracting(Period::label)
                .containsExactly("4 weeks to 7 Dec 2025", "4 weeks to 4 May 2026");
        assertThat(ends.getLast().from()).isEqualTo(Instant.parse("2026-04-06T00:00:00Z"));
    }

    @Test
    void aShortLogIsComparedByHalves() {
        List<Period> halves =
                Periods.firstAndLast(
                        Instant.parse("2026-01-01T10:00:00Z"),
                        Instant.parse("2026-01-31T20:00:00Z"),
                        UTC);
        assertThat(halves.getFirst().label()).isEqualTo("15 days to 16 Jan 2026");
        assertThat(halves.getLast().from()).isEqualTo(Instant.parse("2026-01-17T00:00:00Z"));
        List<Period> hours =
                Periods.firstAndLast(
                        Instant.parse("2025-12-08T22:00:00Z"),
                        Instant.parse("2025-12-08T23:00:00Z"),
                        UTC);
        assertThat(hours.getFirst().to())
                .isEqualTo(hours.getLast().from())
                .isEqualTo(Instant.parse("2025-12-08T22:30:00Z"));
    }

    private static final Periods.Extent LOG =
            new Periods.Extent(
                    Instant.parse("2025-11-09T00:00:00Z"),
                    Instant.parse("2026-05-04T00:00:00Z"),
                    Instant.parse("2025-11-12T12:00:00Z"),
                    Instant.parse("2026-04-30T12:00:00Z"));

    @Test
    void aChainRunsFromTheFirstRowToTheLast() {
        List<Period> months =
                Periods.choose(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Periods.By.MONTH),
                        LOG,
                        UTC);
        assertThat(months)
                .extracting(Period::label)
                .containsExactly("2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04");
        assertThat(
                        Periods.choose(
                                Optional.of("2026-01"),
                                Optional.of("2026-03"),
                                Optional.of(Periods.By.MONTH),
                                LOG,
                                UTC))
                .hasSize(3);
        assertThat(
                        Periods.choose(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Periods.By.QUARTER),
                                LOG,
                                UTC))
                .extracting(Period::label)
                .containsExactly("2025-Q4", "2026-Q1", "2026-Q2");
        assertThat(
                        Periods.choose(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Periods.By.YEAR),
                                LOG,
                                UTC))
                .hasSize(2);
        assertThat(
                        Periods.choose(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(Periods.By.WEEK),
                                        LOG,
                                        UTC)
                                .getFirst()
                                .label())
                .isEqualTo("2025-W46");
    }

    @Test
    void oneEndMayBeLeftToTheLog() {
        List<Period> chosen =
                Periods.choose(
                        Optional.of("2026-01"), Optional.empty(), Optional.empty(), LOG, UTC);
        assertThat(chosen)
                .extracting(Period::label)
                .containsExactly("2026-01", "4 weeks to 4 May 2026");
    }

    @Test
    void theWrongWayRoundAndTooFewAreRefused() {
        assertThatThrownBy(() ->
                        Periods.choose(
                                Optional.of("2026-03"),
                                Optional.of("2026-01"),
                                Optional.empty(),
                                LOG,
                                UTC))
                .hasMessageContaining("--before 2026-03 is not before --after 2026-01");
        assertThatThrownBy(() ->
                        Periods.choose(
                                Optional.of("2026-03"),
                                Optional.of("2026-03"),
                                Optional.of(Periods.By.MONTH),
                                LOG,
                                UTC))
                .hasMessageContaining("a change needs two periods");
        assertThatThrownBy(() -> Periods.chain(Periods.By.DAY, Instant.EPOCH, LOG.end(), UTC))
                .hasMessageContaining("more than 400 periods by day");
    }

    @Test
    void chartsHaveNeitherTooFewPointsNorTooMany() {
        assertThat(Periods.charted(LOG.start(), LOG.end())).isEqualTo(Periods.By.WEEK);
        assertThat(Periods.charted(LOG.start(), LOG.start().plusSeconds(86_400 * 20)))
                .isEqualTo(Periods.By.DAY);
        assertThat(Periods.charted(LOG.start(), LOG.start().plusSeconds(86_400L * 900)))
                .isEqualTo(Periods.By.MONTH);
    }
}
