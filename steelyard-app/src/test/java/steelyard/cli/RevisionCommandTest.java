package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `prices check | import | diff | compare | update | history --html` as a user calls them.
class RevisionCommandTest {
    private static final String SHEET =
            """
            {"gpt-5": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.5e-06, "output_cost_per_token": 1e-05},
             "gpt-5-mini": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2.5e-05, "output_cost_per_token": 2e-06},
             "theirs": {"litellm_provider": "somebody", "mode": "chat", "input_cost_per_token": 1e-06}}\
            """;

    @TempDir private Path folder;

    @Test
    void anImportSaysWhatIsNewAndWhatItHoldsBack() throws IOException {
        Path sheet = write("sheet.json", SHEET);
        Path overlay = folder.resolve("overlay.csv");
        TestingCommand made =
                run(
                        "prices",
                        "import",
                        sheet.toString(),
                        "--seen",
                        "2026-12-01",
                        "-o",
                        overlay.toString(),
                        "--json");
        assertThat(made.code()).isZero();
        JsonNode json = JsonMapper.shared().readTree(made.out());
        assertThat(json.get("headline").asString())
                .contains(
                        "read as litellm and seen on 2026-12-01: 0 prices that the book has already, 0 new, 1 changed, 1 held back");
        assertThat(json.get("held").get(0).get("why").asString())
                .isEqualTo("input moves from 0.25 to 25");
        assertThat(json.get("notes").get(0).asString()).contains("1 entries of 1 sellers");
        assertThat(Files.readString(overlay))
                .isEqualTo(
                        """
                        kind,provider,model,region,service,context,window,from,recorded,input,basis,standing,sources
                        book,openai,gpt-5,,,,,2026-12-01,2026-12-01,1.5,commit,single,litellm
                        """);
        String log =
                write(
                                "log.csv",
                                "time,provider,model,input_tokens,output_tokens\n2026-12-05T00:00:00Z,openai,gpt-5,1000000,0\n2026-12-06T00:00:00Z,openai,gpt-5-mini,1000000,0\n")
                        .toString();
        TestingCommand compared =
                run(
                        "prices",
                        "compare",
                        log,
                        "--books",
                        "bundled," + overlay,
                        "--fail-on-change",
                        "--json");
        assertThat(compared.code()).isEqualTo(1);
        assertThat(compared.out()).contains("1 of 2 rows differ: $1.5 by bundled, $1.75 by");
    }

    @Test
    void aBrokenSheetWritesNothing() throws IOException {
        Path sheet = write("sheet.json", SHEET.substring(0, 90));
        Path overlay = folder.resolve("overlay.csv");
        TestingCommand refused =
                run("prices", "import", sheet.toString(), "-o", overlay.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("sheet.json").contains("not whole JSON");
        assertThat(overlay).doesNotExist();
    }

    @Test
    void twoListsAreComparedOnADay() throws IOException {
        Path sheet = write("sheet.json", SHEET);
        TestingCommand diff =
                run(
                        "prices",
                        "diff",
                        "bundled",
                        sheet.toString(),
                        "--at",
                        "2026-11-20",
                        "--provider",
                        "openai",
                        "--fail-on-change",
                        "--csv");
        assertThat(diff.code()).isEqualTo(1);
        assertThat(diff.out()).contains("changed,openai,gpt-5,,input,1.25,1.5,million tokens,0.2");
        assertThat(
                        run(
                                        "prices",
                                        "diff",
                                        "bundled",
                                        "bundled",
                                        "--at",
                                        "2026-11-20",
                                        "--fail-on-change")
                                .code())
                .isZero();
        assertThat(run("prices", "diff", "bundled", "nowhere.json").code()).isEqualTo(2);
        assertThat(run("prices", "diff", "bundled@then", "bundled").err())
                .contains("is not a date");
    }

    @Test
    void theBookIsLookedThroughAndWeighedByALog() throws IOException {
        TestingCommand book = run("prices", "check", "--fail", "--json");
        assertThat(book.code()).isZero();
        assertThat(book.out()).contains("The price book of 2026-11-20").contains("no faults");
        assertThat(run("prices", "check", "--max-age", "0d", "--fail").code()).isEqualTo(1);
        assertThat(run("prices", "check", "--max-age", "soon").err()).contains("write 30d or 6w");
        String log =
                write(
                                "log.csv",
                                "time,provider,model,input_tokens,output_tokens,service_tier\n2027-03-05T00:00:00Z,anthropic,claude-3-opus-20240229,1000000,0,batch\n")
                        .toString();
        JsonNode json = JsonMapper.shared().readTree(run("prices", "check", log, "--json").out());
        assertThat(json.get("headline").asString()).contains("DAYS OLDER THAN THE NEWEST CALL");
        assertThat(json.get("flags").get(0).get("usd").asDouble()).isEqualTo(7.5);
    }

    /// A row that states one price completes the book's row; it does not take its other prices
    /// away.
    @Test
    void aListThatMovesOnePriceDiffersInOne() throws IOException {
        Path overlay =
                write(
                        "input.csv",
                        "kind,provider,model,from,recorded,input\nbook,openai,gpt-5,2026-11-10,2026-11-10,1.5\n");
        assertThat(run("prices", "diff", "bundled", overlay.toString(), "--at", "2026-11-20").out())
                .contains("1 changed, 0 were added, 0 are gone");
    }

    /// What is said to be equal is of the seller that was asked for: none of this one.
    @Test
    void aSellerThatIsNotThereHasNoEqualPrices() throws IOException {
        assertThat(run("prices", "diff", "bundled", "bundled", "--provider", "nobody").out())
                .contains("0 prices are equal");
    }

    /// Each dispute has the spend of its own row, not of the model's whole time: a million tokens
    /// at 0.28 and two at 0.252 USD.
    @Test
    void spendHangsOnThePriceThatWasPaid() throws IOException {
        String log =
                write(
                                "log.csv",
                                "time,provider,model,input_tokens,output_tokens\n2025-12-10T00:00:00Z,openrouter,deepseek/deepseek-v3.2,1000000,0\n2026-05-02T00:00:00Z,openrouter,deepseek/deepseek-v3.2,2000000,0\n")
                        .toString();
        JsonNode json = JsonMapper.shared().readTree(run("prices", "check", log, "--json").out());
        List<Double> usd = new ArrayList<>();
        json.get("findings").forEach(f -> usd.add(f.get("usd").asDouble()));
        assertThat(usd).containsExactly(0.504, 0.28);
    }

    @Test
    void aReportOnCallsPastTheBookSaysSoLoudly() throws IOException {
        String log =
                write(
                                "log.csv",
                                "time,provider,model,input_tokens,output_tokens\n2027-03-05T00:00:00Z,openai,gpt-5,1000,10\n2027-03-06T00:00:00Z,openai,gpt-5,1000,10\n")
                        .toString();
        assertThat(run("rate", log, "-o", folder.resolve("o.csv").toString()).err())
                .contains("price book of 2026-11-20")
                .contains("THE PRICE BOOK IS 106 DAYS OLDER THAN THE NEWEST CALL");
        assertThat(run("explain", log).out()).contains("PRICE BOOK IS 106 DAYS OLDER");
    }

    /// Only input and output used to be looked at.
    @Test
    void aChargeCarriesTheFlagsOfEveryMeterItUses() throws IOException {
        String log =
                write(
                                "log.csv",
                                "time,provider,model,input_tokens,cache_read_tokens,output_tokens\n2024-06-05T00:00:00Z,openai,gpt-4,10,1000,10\n2024-06-05T00:00:00Z,openai,gpt-4,10,0,10\n")
                        .toString();
        Path out = folder.resolve("o.csv");
        run("rate", log, "-o", out.toString());
        assertThat(Files.readAllLines(out).get(1)).endsWith(",cache_read_as_input");
        assertThat(Files.readAllLines(out).get(2)).doesNotContain("cache_read_as_input");
    }

    @Test
    void aHistoryIsDrawnAsAPage() throws IOException {
        Path page = folder.resolve("h.html");
        assertThat(run("prices", "history", "gemini-1.5-pro", "--html", page.toString()).code())
                .isZero();
        assertThat(Files.readString(page)).contains("\"step\":true").contains("Token prices");
    }

    @Test
    void anUpdateRefusesWhatIsNoAddress() {
        assertThat(run("prices", "update", "--source", "nobody").err())
                .contains("neither an https:// address nor one of");
        assertThat(run("prices", "update", "--source", "http://192.0.2.1/x.json").err())
                .contains("only https:// addresses are fetched");
        assertThat(run("prices", "update", "--undo").err())
                .contains("there is no update to take back");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// The book's own line is drawn, whoever was taken for the seller and whatever the currency; a
    /// converted price names its rate.
    @Test
    void aHistoryDrawsTheBooksOwnPrices() throws IOException {
        for (String model : List.of("gemini-1.5-pro", "zhipuai/glm-5.3")) {
            Path page = folder.resolve("own.html");
            assertThat(run("prices", "history", model, "--html", page.toString()).code()).isZero();
            assertThat(Files.readString(page))
                    .as(model)
                    .contains("\"name\":\"input\"", "\"name\":\"output\"");
        }
        assertThat(Files.readString(folder.resolve("own.html")))
                .contains("at 6.6529 CNY to the dollar (ECB, 2026-10-30)");
    }
}
