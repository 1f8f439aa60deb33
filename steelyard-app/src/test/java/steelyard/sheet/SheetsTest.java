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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.price.ContextTier;
import steelyard.price.DailyWindow;
import steelyard.refusal.Refusal;
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
                .isInstanceOf(Refusal.class)
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

    /// One price as `seller model conditions meter=amount`, so that a whole sheet can be compared.
    private static List<String> told(Sheet sheet) {
        return sheet.statements().stream()
                .flatMap(s ->
                        s.rates().entrySet().stream()
                                .map(r ->
                                        String.join(
                                                        " ",
                                                        s.key().seller(),
                                                        s.key().model(),
                                                        s.key().region(),
                                                        s.key().service() == ServiceTier.STANDARD
                                                                ? ""
                                                                : s.key().service().toString(),
                                                        s.key().context().toString(),
                                                        s.key().window().toString(),
                                                        s.from()
                                                                .map(f ->
                                                                        f.toString()
                                                                                .substring(0, 10))
                                                                .orElse(""),
                                                        r.getKey().column()
                                                                + "="
                                                                + r.getValue().toPlainString())
                                                .replaceAll(" +", " ")))
                .toList();
    }

    @Test
    void everyPriceOfALitellmEntryIsRead() throws IOException {
        Sheet sheet =
                read(
                        """
                        {"sample_spec": {"litellm_provider": "openai", "input_cost_per_token": 1e-6},
                         "no-seller": {"input_cost_per_token": 1e-6},
                         "vertex_ai/x-1-month-commitment/y": {"litellm_provider": "vertex_ai", "input_cost_per_token": 1e-6},
                         "openai/m": {"litellm_provider": "openai", "mode": "chat",
                           "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
                           "input_cost_per_token_above_200k_tokens": 3e-06, "output_cost_per_token_flex": 4e-06,
                           "input_cost_per_token_above_200k_tokens_priority": 5e-06,
                           "search_context_cost_per_query": {"search_context_size_low": 0.01, "search_context_size_medium": 0.02, "search_context_size_high": 0.03},
                           "file_search_cost_per_1k_calls": 2.5, "max_tokens": 128000},
                         "fireworks_ai/accounts/fireworks/models/kimi": {"litellm_provider": "fireworks_ai", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06},
                         "bedrock/converse/us-east-1/a.m": {"litellm_provider": "bedrock", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06},
                         "eu.a.m": {"litellm_provider": "bedrock_converse", "input_cost_per_token": 3e-06, "output_cost_per_token": 6e-06},
                         "azure/eu/gpt": {"litellm_provider": "azure", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06},
                         "qwen-tiered": {"litellm_provider": "dashscope", "tiered_pricing": [
                           {"range": [0, 32000], "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06},
                           {"range": [32000, 128000], "input_cost_per_token": 2e-06, "output_cost_per_token": 4e-06}]},
                         "whisper": {"litellm_provider": "openai", "mode": "audio_transcription", "input_cost_per_second": 0.0001, "output_cost_per_second": 0.0},
                         "elsewhere": {"litellm_provider": "nowhere", "input_cost_per_token": 1e-06}}\
                        """);
        assertThat(told(sheet))
                .containsExactlyInAnyOrder(
                        "openai m input=1",
                        "openai m output=2",
                        "openai m input>200000 input=3",
                        "openai m flex output=4",
                        "openai m priority input>200000 input=5",
                        "openai m web_search_low=10",
                        "openai m web_search=20",
                        "openai m web_search_high=30",
                        "openai m file_search=2.5",
                        "fireworks kimi input=1",
                        "fireworks kimi output=2",
                        "aws-bedrock a.m us-east-1 input=1",
                        "aws-bedrock a.m us-east-1 output=2",
                        "aws-bedrock a.m eu input=3",
                        "aws-bedrock a.m eu output=6",
                        "azure gpt eu input=1",
                        "azure gpt eu output=2",
                        "alibaba qwen-tiered input=1",
                        "alibaba qwen-tiered output=2",
                        "alibaba qwen-tiered input>32000 input=2",
                        "alibaba qwen-tiered input>32000 output=4",
                        "openai whisper audio_second=0.1");
        assertThat(sheet.otherSellers()).containsExactly(Map.entry("nowhere", 1));
        assertThat(sheet.leftOut())
                .isEqualTo("2 no seller, 1 committed capacity, not a price per unit");
    }

    @Test
    void everyPriceOfAGenaiPricesModelIsRead() throws IOException {
        Sheet sheet =
                read(
                        """
                        [{"id": "aws", "models": [
                          {"id": "global.a.m", "prices": {"input_mtok": "1", "output_mtok": "2", "kind": "ModelPrice"}},
                          {"id": "regional.a.m", "prices": {"input_mtok": "1.1", "output_mtok": "2.2"}}]},
                         {"id": "openai", "models": [
                          {"id": "m", "prices": {"input_mtok": {"base": 1, "tiers": [{"start": 272000, "price": 2}]}, "output_mtok": 8, "odd_kcount": 3},
                           "price_variants": [{"when": {"service_tier": "batch"}, "prices": {"input_mtok": 0.5}},
                                              {"when": {"service_tier": "default"}, "prices": {"input_mtok": 9}},
                                              {"when": {"service_tier": "flex", "other": "x"}, "prices": {"input_mtok": 9}}]}]},
                         {"id": "deepseek", "models": [
                          {"id": "d", "prices": [
                            {"prices": {"input_mtok": 0.27, "output_mtok": 1.1}},
                            {"constraint": {"start_time": "16:30:00Z", "end_time": "00:30:00Z"}, "prices": {"input_mtok": 0.135, "output_mtok": 0.55}},
                            {"constraint": {"start_time": "02:00:00+01:00", "end_time": "03:00:00+01:00"}, "prices": {"input_mtok": 0.2, "output_mtok": 0.6}}]}]}]\
                        """);
        assertThat(told(sheet))
                .containsExactlyInAnyOrder(
                        "aws-bedrock a.m global input=1",
                        "aws-bedrock a.m global output=2",
                        "aws-bedrock a.m regional input=1.1",
                        "aws-bedrock a.m regional output=2.2",
                        "openai m input=1",
                        "openai m output=8",
                        "openai m input>272000 input=2",
                        "openai m batch input=0.5",
                        "deepseek d input=0.27",
                        "deepseek d output=1.1",
                        "deepseek d 16:30-00:30Z input=0.135",
                        "deepseek d 16:30-00:30Z output=0.55",
                        "deepseek d 01:00-02:00Z input=0.2",
                        "deepseek d 01:00-02:00Z output=0.6");
        assertThat(sheet.unread()).containsEntry("no meter for odd_kcount", 1).hasSize(3);
    }

    @Test
    void everyPriceOfTheOtherSheetsIsRead() throws IOException {
        assertThat(
                        told(
                                read(
                                        """
                                        {"amazon-bedrock": {"models": {"us.a.m": {"cost": {"input": 3, "output": 15, "context_over_200k": {"input": 6, "output": 22.5}}},
                                          "none": {"name": "n"}}},
                                         "fireworks-ai": {"models": {"accounts/fireworks/models/k": {"cost": {"input": 1, "output": 2, "cache_read": 0.1,
                                          "tiers": [{"tier": {"size": 32000}, "input": 2, "output": 4}]}}}}}\
                                        """)))
                .containsExactlyInAnyOrder(
                        "aws-bedrock a.m us input=3",
                        "aws-bedrock a.m us output=15",
                        "aws-bedrock a.m us input>200000 input=6",
                        "aws-bedrock a.m us input>200000 output=22.5",
                        "fireworks k input=1",
                        "fireworks k cache_read=0.1",
                        "fireworks k output=2",
                        "fireworks k input>32000 input=2",
                        "fireworks k input>32000 output=4");
        Sheet router =
                read(
                        """
                        {"data": [{"id": "a/b", "pricing": {"prompt": "0.000003", "completion": "0.000015", "web_search": "0.01"}},
                         {"id": "auto", "pricing": {"prompt": "-1", "completion": "-1"}},
                         {"id": "", "pricing": {"prompt": "0.000003"}}]}\
                        """);
        assertThat(told(router))
                .containsExactlyInAnyOrder(
                        "openrouter a/b input=3",
                        "openrouter a/b output=15",
                        "openrouter a/b web_search=10");
        assertThat(router.leftOut())
                .isEqualTo("1 a router: its price is that of the model it picks, 1 no id");
        Sheet history =
                read(
                        """
                        {"vendor": "openai", "models": [{"id": "m", "price_history": [
                          {"input": 3, "output": 15, "from_date": null, "to_date": "2024-01-01"},
                          {"input": 2, "output": 8, "input_cached": 1, "from_date": "2024-01-01", "to_date": null}]}]}\
                        """);
        assertThat(told(history))
                .containsExactlyInAnyOrder(
                        "openai m 2024-01-01 input=2",
                        "openai m 2024-01-01 cache_read=1",
                        "openai m 2024-01-01 output=8");
        assertThat(history.leftOut()).isEqualTo("1 a former price without a start");
        Path portkey = Files.createDirectory(folder.resolve("pricing"));
        Files.writeString(
                portkey.resolve("bedrock.json"),
                """
                {"default": {"pricing_config": {"pay_as_you_go": {"request_token": {"price": 9}}}},
                 "us.a.m": {"pricing_config": {"pay_as_you_go": {"request_token": {"price": 0.0003}, "response_token": {"price": 0.0015},
                   "additional_units": {"web_search": {"price": 1}}},
                   "batch_config": {"request_token": {"price": 0.00015}}}}}\
                """);
        assertThat(told(Sheets.read(portkey, Optional.empty())))
                .containsExactlyInAnyOrder(
                        "aws-bedrock a.m us input=3",
                        "aws-bedrock a.m us output=15",
                        "aws-bedrock a.m us web_search=10",
                        "aws-bedrock a.m us batch input=1.5");
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
