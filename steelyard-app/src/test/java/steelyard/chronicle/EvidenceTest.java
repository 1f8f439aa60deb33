package steelyard.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.sheet.Sheets;
import steelyard.token.Meter;

/// Looks at a source, one after the other, and what is kept of them.
class EvidenceTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 10);
    private static final LocalDate SECOND = LocalDate.of(2026, 2, 10);
    private static final LocalDate THIRD = LocalDate.of(2026, 3, 10);

    @TempDir private Path folder;
    private Evidence evidence;

    @BeforeEach
    void nothingIsKnown() {
        evidence = Evidence.read(folder);
    }

    /// @param models `name input`
    private void litellm(LocalDate day, String... models) {
        look(
                day,
                List.of(models).stream()
                        .map(m -> m.split(" "))
                        .map(m ->
                                "\"%s\": {\"litellm_provider\": \"openai\", \"mode\": \"chat\", \"input_cost_per_token\": %se-6, \"output_cost_per_token\": 9e-6}"
                                        .formatted(m[0], m[1]))
                        .collect(Collectors.joining(", ", "{", "}")));
    }

    /// @param prices `input` or `input from`, of one model
    private void genai(LocalDate day, String... prices) {
        look(
                day,
                List.of(prices).stream()
                        .map(p -> p.split(" "))
                        .map(p ->
                                "{%s\"prices\": {\"input_mtok\": %s, \"output_mtok\": 9}}"
                                        .formatted(
                                                p.length == 1
                                                        ? ""
                                                        : "\"constraint\": {\"start_date\": \""
                                                                + p[1]
                                                                + "\"}, ",
                                                p[0]))
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "[{\"id\": \"openai\", \"models\": [{\"id\": \"m\", \"prices\": [",
                                        "]}]}]")));
    }

    private void look(LocalDate day, String sheet) {
        evidence.look(
                "source",
                day,
                "c" + day.getMonthValue(),
                Sheets.read("s.json", sheet.getBytes(StandardCharsets.UTF_8), Optional.empty()));
    }

    private List<String> told() {
        return evidence.sightings()
                .map(s ->
                        "%s %s %s to %s after %s %s %s%s"
                                .formatted(
                                        s.key().model(),
                                        s.rates().get(Meter.INPUT),
                                        s.from(),
                                        s.until(),
                                        s.after(),
                                        s.basis().name().toLowerCase(java.util.Locale.ROOT),
                                        s.commit(),
                                        s.gone() ? " gone" : ""))
                .toList();
    }

    @Test
    void aPriceThatStandsIsSeenUntilTheLastLook() {
        litellm(FIRST, "m 2");
        litellm(SECOND, "m 2");
        assertThat(told()).containsExactly("m 2 2026-01-10 to 2026-02-10 after null first_seen c1");
    }

    @Test
    void anotherPriceBeginsAfterTheLookBefore() {
        litellm(FIRST, "m 2", "n 3");
        litellm(SECOND, "m 1.5", "n 3", "o 4");
        assertThat(told())
                .containsExactly(
                        "m 2 2026-01-10 to 2026-01-10 after null first_seen c1",
                        "m 1.5 2026-02-10 to 2026-02-10 after 2026-01-10 commit c2",
                        "n 3 2026-01-10 to 2026-02-10 after null first_seen c1",
                        "o 4 2026-02-10 to 2026-02-10 after 2026-01-10 first_seen c2");
    }

    @Test
    void aNameThatVanishedIsGoneAndMayComeBack() {
        litellm(FIRST, "m 2", "n 3");
        litellm(SECOND, "n 3");
        assertThat(told()).contains("m 2 2026-01-10 to 2026-01-10 after null first_seen c1 gone");
        litellm(THIRD, "m 2", "n 3");
        assertThat(told()).contains("m 2 2026-01-10 to 2026-03-10 after null first_seen c1");
    }

    /// A sheet without any price of a seller does not look at that seller.
    @Test
    void aSellerThatASheetDoesNotHaveIsNotGone() {
        litellm(FIRST, "m 2");
        look(
                SECOND,
                "{\"grok\": {\"litellm_provider\": \"xai\", \"input_cost_per_token\": 1e-6, \"output_cost_per_token\": 9e-6}}");
        assertThat(told())
                .containsExactly(
                        "m 2 2026-01-10 to 2026-01-10 after null first_seen c1",
                        "grok 1 2026-02-10 to 2026-02-10 after 2026-01-10 first_seen c2");
    }

    @Test
    void namesThatDifferInCapitalsAreOne() {
        litellm(FIRST, "Model-M 2");
        litellm(SECOND, "model-m 2");
        assertThat(told())
                .containsExactly("Model-M 2 2026-01-10 to 2026-02-10 after null first_seen c1");
    }

    @Test
    void aStatedStartIsKeptAndEndsWhatWasBefore() {
        genai(FIRST, "5", "4 2025-11-01", "3 2026-03-01");
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "m 5 2025-10-31 to 2025-10-31 after null first_seen c1",
                        "m 4 2025-11-01 to 2026-01-10 after null explicit c1",
                        "m 3 2026-03-01 to 2026-01-10 after null explicit c1");
        genai(SECOND, "5", "4 2025-11-01", "3 2026-03-01");
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "m 5 2025-10-31 to 2025-10-31 after null first_seen c1",
                        "m 4 2025-11-01 to 2026-02-10 after 2026-01-10 explicit c2",
                        "m 3 2026-03-01 to 2026-02-10 after 2026-01-10 explicit c2");
        genai(THIRD, "5", "4 2025-11-01", "3 2026-03-01");
        assertThat(told())
                .contains(
                        "m 4 2025-11-01 to 2026-03-01 after 2026-02-10 explicit c3",
                        "m 3 2026-03-01 to 2026-03-10 after 2026-02-10 explicit c3");
    }

    @Test
    void whatWasAnnouncedAndIsNoLongerStatedIsForgotten() {
        genai(FIRST, "5", "6 2026-09-01");
        genai(SECOND, "5");
        assertThat(told()).containsExactly("m 5 2026-01-10 to 2026-02-10 after null first_seen c1");
        // What had begun by then is history, whoever stops stating it.
        genai(THIRD, "5", "6 2026-03-01");
        genai(LocalDate.of(2026, 4, 10), "6");
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "m 5 2026-01-10 to 2026-02-28 after null first_seen c1",
                        "m 6 2026-03-01 to 2026-04-10 after 2026-02-10 explicit c3");
    }

    @Test
    void aPriceInYuanIsNoEvidenceOfOneInDollars() {
        look(
                FIRST,
                "{\"q\": {\"litellm_provider\": \"dashscope\", \"currency\": \"CNY\", \"input_cost_per_token\": 1e-6, \"output_cost_per_token\": 9e-6}}");
        assertThat(told()).isEmpty();
    }

    @Test
    void aLookThatComesTooLateIsRefused() {
        litellm(SECOND, "m 2");
        assertThatThrownBy(() -> litellm(FIRST, "m 3"))
                .hasMessage(
                        "source was last looked at on 2026-02-10; a look of 2026-01-10 comes too late");
        litellm(SECOND, "m 3");
        assertThat(told()).hasSize(2);
    }

    @Test
    void whatIsWrittenIsReadTheSame() throws IOException {
        genai(FIRST, "5", "4 2025-11-01");
        litellm(SECOND, "n 3");
        evidence.write(folder);
        String text = Files.readString(folder.resolve("source.csv"));
        assertThat(text.lines())
                .contains("openai,m,,,,,2025-11-01,2026-01-10,,explicit,gone,c1,,input=4 output=9");
        List<Sighting> before = evidence.sightings().toList();
        evidence = Evidence.read(folder);
        assertThat(evidence.sightings()).containsExactlyInAnyOrderElementsOf(before);
        evidence.write(folder);
        assertThat(folder.resolve("source.csv")).hasContent(text);
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        Files.writeString(
                folder.resolve("source.csv"),
                """
                seller,model,region,service,context,window,from,until,after,basis,gone,commit,release,rates
                openai,m,,,,,2026-01-10,2026-01-10,,commit,,c,,input
                openai,m,,turbo,,,2026-01-10,2026-01-10,,commit,,c,,input=1
                """);
        assertThatThrownBy(() -> Evidence.read(folder))
                .hasMessageContaining("source.csv:2: input names no meter")
                .hasMessageContaining("source.csv:3: no service turbo");
    }
}
