package steelyard.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Readers get rounded values with their units, programs whole ones.
class TableTest {
    private record Row(
            String name,
            BigDecimal exact,
            double usd,
            double share,
            long tokens,
            OptionalDouble maybe,
            LocalDate day) {}

    private static final List<Row> ROWS =
            List.of(
                    new Row(
                            "=cmd|'x'!A1",
                            new BigDecimal("9223373.000000000001"),
                            1234.567,
                            0.12345,
                            19_750_000_000L,
                            OptionalDouble.empty(),
                            LocalDate.of(2026, 1, 2)),
                    new Row(
                            "b",
                            new BigDecimal("-0.000000000001"),
                            0.00001234,
                            0,
                            116_573,
                            OptionalDouble.of(2),
                            LocalDate.of(2026, 1, 3)));

    private static Answer answer() {
        return new Answer(
                        "steelyard.test/1",
                        new Answer.Heading("Test", "test", "Two rows."),
                        List.of(
                                Table.of("rows", "Rows", "", ROWS)
                                        .name("name", "name", Row::name)
                                        .usd("exact", "exact", Row::exact)
                                        .usd("usd", "spend", Row::usd)
                                        .share("share", "share", Row::share)
                                        .tokens("tokens", "tokens", Row::tokens)
                                        .number("maybe", "maybe", Row::maybe)
                                        .date("day", "day", Row::day)
                                        .number("hidden", "", Row::usd)
                                        .forPrograms()
                                        .name("", "mark", _ -> "*")
                                        .forReaders()),
                        List.of("a note"))
                .with(Map.of("spend_usd", new BigDecimal("1.000000000000")));
    }

    @Test
    void readersGetRoundedValues() {
        String text = answer().text(false);
        assertThat(text)
                .contains("$9.22M", "$1,234.57", "12%", "19.75B", "116.6K", "2026-01-02", "mark")
                .contains("$0.0000123")
                .doesNotContain("hidden")
                .doesNotContain("9223373");
        assertThat(text.lines().filter(l -> l.contains("=cmd")).findFirst().orElseThrow())
                .contains(" - ");
    }

    @Test
    void programsGetWholeValues() {
        JsonNode row = JsonMapper.shared().readTree(answer().json()).path("rows").path(0);
        assertThat(row.path("exact").asString()).isEqualTo("9223373.000000000001");
        assertThat(row.path("usd").asDouble()).isEqualTo(1234.567);
        assertThat(row.path("tokens").asLong()).isEqualTo(19_750_000_000L);
        assertThat(row.path("maybe").isNull()).isTrue();
        assertThat(row.path("name").asString()).isEqualTo("=cmd|'x'!A1");
        assertThat(row.has("hidden")).isTrue();
        assertThat(row.has("mark")).isFalse();
        assertThat(JsonMapper.shared().readTree(answer().json()).path("spend_usd").asString())
                .isEqualTo("1.000000000000");
    }

    @Test
    void csvHasTheSameColumnsAsJsonAndNoFormula() {
        List<String> lines = answer().csv().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("name,exact,usd,share,tokens,maybe,day,hidden");
        assertThat(lines.get(1))
                .startsWith("'=cmd|'x'!A1,9223373.000000000001,1234.567,0.12345,19750000000,,");
        assertThat(lines.get(2)).startsWith("b,-0.000000000001,0.00001234,0,116573,2,");
    }

    @Test
    void anotherCurrencyIsShownToReadersAlone() {
        Currency euro = new Currency("EUR", 0.9, "amounts at 0.9 EUR to the dollar");
        String text = euro.in(() -> answer().text(false));
        assertThat(text).contains("€1,111.11", "amounts at 0.9 EUR").doesNotContain("$");
        assertThat(euro.in(() -> answer().json())).isEqualTo(answer().json());
    }

    @Test
    void timesAreToldInTheUnitThatSuits() {
        assertThat(Words.seconds(0.0351)).isEqualTo("35.1 ms");
        assertThat(Words.seconds(0.00000042)).isEqualTo("0.42 µs");
        assertThat(Words.seconds(90)).isEqualTo("90 s");
        assertThat(Words.seconds(7_200)).isEqualTo("2 h");
    }

    /// A change is never called none where there is one.
    @Test
    void smallChangesAreTold() {
        assertThat(Words.change(100, 100)).isEqualTo("unchanged");
        assertThat(Words.change(9.26, 9.21)).isEqualTo("-0.5%");
        assertThat(Words.change(1_000_000, 1_000_300)).isEqualTo("+0.030%");
        assertThat(Words.change(0, 3)).isEqualTo("from nothing");
        assertThat(Words.percent(0.99996)).isEqualTo("99.9%");
    }
}
