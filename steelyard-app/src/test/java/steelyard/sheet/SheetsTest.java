package steelyard.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.price.ContextTier;
import steelyard.price.DailyWindow;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;

/// The six formats on documents of a few lines, and what is no sheet at all.
class SheetsTest {
    @TempDir private Path folder;

    @Test
    void litellmsFieldsTellTierLifetimeAndService() throws IOException {
        Sheet sheet =
                read(
                        """
                        {"sample_spec": {"litellm_provider": "x", "input_cost_per_token": 0},
                         "claude-x": {"litellm_provider": "anthropic", "mode": "chat",
                          "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
                          "input_cost_per_token_above_200k_tokens": 6e-06, "output_cost_per_token_above_200k_tokens": 2.25e-05,
                          "cache_creation_input_token_cost_above_1hr": 6e-06, "input_cost_per_token_batches": 1.5e-06,
                          "search_context_cost_per_query": {"search_context_size_medium": 0.01}}}\
                        """);
        assertThat(sheet.format()).isEqualTo("litellm");
        PriceKey key = PriceKey.plain("anthropic", "claude-x");
        assertThat(rate(sheet, key, Meter.INPUT)).isEqualByComparingTo("3");
        assertThat(rate(sheet, key, Meter.CACHE_WRITE_1H)).isEqualByComparingTo("6");
        assertThat(rate(sheet, key, Meter.WEB_SEARCH)).isEqualByComparingTo("10");
        assertThat(rate(sheet, key.in(ServiceTier.BATCH), Meter.INPUT)).isEqualByComparingTo("1.5");
        assertThat(rate(sheet, key.in(ContextTier.parse("input>200000")), Meter.OUTPUT))
                .isEqualByComparingTo("22.5");
    }

    /// Two yuan are no two dollars; what has no rate of exchange or no meter is said, not dropped.
    @Test
    void aCurrencyIsKeptAndWhatHasNoRateOrNoMeterIsCounted() throws IOException {
        Sheet sheet =
                read(
                        """
                        {"qwen-max": {"litellm_provider": "dashscope", "mode": "chat", "currency": "CNY",
                          "input_cost_per_token": 2e-06, "output_cost_per_token": 6e-06},
                         "qwen-old": {"litellm_provider": "dashscope", "mode": "chat", "currency": "XAU",
                          "input_cost_per_token": 2e-06, "output_cost_per_token": 6e-06},
                         "gpt-5": {"litellm_provider": "openai", "mode": "chat", "annotation_cost_per_page": 0.003,
                          "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05}}\
                        """);
        assertThat(sheet.statements())
                .extracting(s -> s.key().model(), s -> s.currency())
                .containsExactly(tuple("qwen-max", "CNY"), tuple("gpt-5", "USD"));
        // 2 yuan a million at 7.4326 yuan and 1.1172 dollars a euro (ECB, 30 October 2026).
        assertThat(
                        sheet.statements()
                                .getFirst()
                                .dollars(Instant.parse("2026-11-20T00:00:00Z"))
                                .get(Meter.INPUT))
                .isEqualByComparingTo("0.300622");
        assertThat(sheet.leftOut()).isEqualTo("1 in XAU, 1 no meter for annotation_cost_per_page");
    }

    @Test
    void litellmsOffPeakHoursBecomePeakWindowsOfTheWeek() throws IOException {
        Sheet sheet =
                read(
                        """
                        {"deepseek/v": {"litellm_provider": "deepseek", "mode": "chat",
                          "input_cost_per_token": 1.32e-06, "output_cost_per_token": 3.96e-06,
                          "off_peak_pricing": {"input_cost_per_token": 6.6e-07, "output_cost_per_token": 1.98e-06,
                           "windows": [{"hours_utc": ["00:00-01:00", "04:00-06:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]},
                                       {"hours_utc": "00:00-00:00", "weekdays": [6, 7]}]}}}\
                        """);
        PriceKey key = PriceKey.plain("deepseek", "v");
        assertThat(rate(sheet, key, Meter.INPUT)).isEqualByComparingTo("0.66");
        assertThat(rate(sheet, key.in(DailyWindow.parse("01:00-04:00Z Mon-Fri")), Meter.INPUT))
                .isEqualByComparingTo("1.32");
        assertThat(rate(sheet, key.in(DailyWindow.parse("06:00-10:00Z Mon-Fri")), Meter.OUTPUT))
                .isEqualByComparingTo("3.96");
    }

    @Test
    void genaiPricesStateStartsTiersAndWhatATierEndedWith() throws IOException {
        Sheet sheet =
                read(
                        """
                        [{"id": "anthropic", "models": [{"id": "m", "prices": [
                          {"prices": {"input_mtok": {"base": 5, "tiers": [{"start": 200000, "price": 10}]}, "output_mtok": "25"}},
                          {"constraint": {"start_date": "2026-03-13"}, "prices": {"input_mtok": "5", "output_mtok": "25"}}]}]}]\
                        """);
        PriceKey tier = PriceKey.plain("anthropic", "m").above(200_000);
        assertThat(sheet.statements())
                .anySatisfy(s -> {
                    assertThat(s.key()).isEqualTo(tier);
                    assertThat(s.from()).contains(Instant.parse("2026-03-13T00:00:00Z"));
                    assertThat(s.rates().get(Meter.INPUT)).isEqualByComparingTo("5");
                });
    }

    @Test
    void theOthersAreToldByTheirContent() throws IOException {
        assertThat(
                        read("{\"data\":[{\"id\":\"a/b\",\"pricing\":{\"prompt\":\"0.000003\",\"completion\":\"0.000015\"}}]}")
                                .format())
                .isEqualTo("openrouter");
        assertThat(
                        read("{\"openai\":{\"models\":{\"m\":{\"cost\":{\"input\":3,\"output\":15}}}}}")
                                .format())
                .isEqualTo("models.dev");
        assertThat(
                        read("{\"vendor\":\"openai\",\"models\":[{\"id\":\"m\",\"price_history\":[{\"input\":3,\"output\":15,\"from_date\":null,\"to_date\":null}]}]}")
                                .format())
                .isEqualTo("llm-prices");
        Path portkey = Files.createDirectory(folder.resolve("pricing"));
        Files.writeString(
                portkey.resolve("openai.json"),
                "{\"m\":{\"pricing_config\":{\"pay_as_you_go\":{\"request_token\":{\"price\":0.0003},\"response_token\":{\"price\":0.0015}}}}}");
        Sheet cents = Sheets.read(portkey, Optional.empty());
        assertThat(rate(cents, PriceKey.plain("openai", "m"), Meter.INPUT))
                .isEqualByComparingTo("3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"gpt-5\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 1.2|not whole JSON",
                "{\"a\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": NaN}}|not whole JSON",
                "{\"a\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": -1e-6}}|cannot be negative",
                "{\"a\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 1.25}}|in other units",
                "{\"a\": {\"litellm_provider\": \"openai\"}, \"a\": {}}|Duplicate",
                "{\"a\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": \"cheap\"}}|is not a price",
                "{\"models\": [{\"model\": \"gpt-4\", \"cost_in\": 3}]}|no price sheet that is known here",
                "{\"openai\":{\"models\":{\"m\":{\"cost\":{\"input\":0.000003,\"output\":0.000015}}}}}|in other units",
                "{\"nobody\":{\"models\":{\"m\":{\"cost\":{\"input\":3}}}}}|no price of a seller that is known here",
                "''|no price sheet that is known here",
            })
    void whatIsNoSheetIsRefusedAndSaysWhy(String text, String why) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SheetException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("sheet.json");
    }

    @Test
    void portkeysCentsAreThoseOfTheCurrency() throws IOException {
        Path portkey = Files.createDirectory(folder.resolve("pricing"));
        Files.writeString(
                portkey.resolve("openai.json"),
                """
                {"m": {"pricing_config": {"currency": "CNY", "pay_as_you_go": {"request_token": {"price": 0.0003}}}},
                 "n": {"pricing_config": {"pay_as_you_go": {"request_token": {"price": 0.0003}}}}}\
                """);
        Sheet sheet = Sheets.read(portkey, Optional.empty());
        assertThat(sheet.statements())
                .extracting(s -> s.currency() + " " + s.rates().get(Meter.INPUT))
                .containsExactly("CNY 3", "USD 3");
    }

    @Test
    void aFileOf200MegabytesIsNotRead() throws IOException {
        Path large = folder.resolve("large.json");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(200L << 20);
        }
        assertThatThrownBy(() -> Sheets.read(large, Optional.empty()))
                .hasMessageContaining("200 MB; no price sheet is larger than 64 MB");
    }

    private Sheet read(String text) throws IOException {
        Path file = folder.resolve("sheet.json");
        Files.writeString(file, text);
        return Sheets.read(file, Optional.empty());
    }

    private static BigDecimal rate(Sheet sheet, PriceKey key, Meter meter) {
        return sheet.statements().stream()
                .filter(s -> s.key().equals(key))
                .map(s -> s.rates().get(meter))
                .findFirst()
                .orElseThrow();
    }
}
