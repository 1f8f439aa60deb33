package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands as a user types them.
class CommandsTest {
    @TempDir private Path folder;

    private String file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n").toString();
    }

    @Test
    void badInputExitsWithTwoAndSaysWhatWouldBeRight() throws IOException {
        String log =
                file(
                        "usage.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000",
                        "2026-02-10T00:00:00Z,openai,gpt-5,1000");
        expect(
                run("explain", folder.resolve("none.csv").toString()),
                "none.csv: no such file or folder");
        expect(
                run("explain", log, "--before", "2024-01", "--after", "2026-01"),
                "no calls in 2024-01 (2024-01-01T00:00:00Z to 2024-02-01T00:00:00Z); the log runs from 2026-01-10T00:00:00Z");
        expect(run("explain", log, "--before", "Jan"), "\"Jan\" is not a period");
        expect(
                run("explain", log, "--before", "2026-02", "--after", "2026-01"),
                "--before 2026-02 is not before --after 2026-01");
        expect(
                run("explain", log, "--format", "xml"),
                "--format xml is none of csv, jsonl, parquet, ");
        expect(run("explain", log, "--by", "fortnight"), "Invalid value for option '--by'");
        expect(run("explain", log, "--zone", "Moon"), "--zone");
        expect(
                run(
                        "explain",
                        log,
                        "--prices",
                        file("deal.csv", "provider,model,input", "openai,gpt-5,cheap")),
                "deal.csv:2 input: price \"cheap\" is not a decimal");
        expect(
                run("explain", file("broken.csv", "time,model,input_tokens", "soon,gpt-5,1")),
                "nothing to explain: no row can be counted; 1 rows cannot be read, the first");
        expect(
                run(
                        "explain",
                        file(
                                "unknown.csv",
                                "time,provider,model,input_tokens",
                                "2026-01-10T00:00:00Z,acme,m,1",
                                "2026-01-12T00:00:00Z,acme,m,1")),
                "has a price (acme/m: the provider is not in the price book)");
        expect(run("rate"), "Missing required option: '--to=FILE'");
        expect(
                run("rate", log, "-o", folder.resolve("x.xlsx").toString()),
                "the ending says what to write; use .parquet, .csv or .jsonl");
        expect(run("rate", log, "-o", folder.resolve("no/x.csv").toString()), "does not exist");
        expect(run("prices", "show", "gpt-99"), "model \"gpt-99\" is not in the price book");
        expect(
                run("prices", "show", "claude-opus-4-5", "--provider", "acme"),
                "provider \"acme\" is not in the price book; it has openai, anthropic");
        expect(
                run("prices", "show", "o3", "--at", "soon"),
                "--at soon is not a time; write 2025-12-01");
        expect(
                run("prices", "show", "o3", "--at", "2021-01-01"),
                "o3 has no price at openai on 2021-01-01T00:00:00Z");
        expect(
                run("prices", "list", "--provider", "openai", "--at", "2020-01-01"),
                "openai has no price in the book");
        expect(run("nonsense"), "Unmatched argument");
    }

    private static void expect(TestingCommand run, String message) {
        assertThat(run.code()).as(message).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void pricesAreShownWithWhereTheyComeFrom() {
        JsonNode list =
                JsonMapper.shared()
                        .readTree(
                                run(
                                                "prices",
                                                "list",
                                                "--provider",
                                                "openai",
                                                "--at",
                                                "2025-06-01",
                                                "--json")
                                        .out());
        assertThat(
                        list.get("models")
                                .valueStream()
                                .filter(m -> m.get("model").asString().equals("o3"))
                                .map(m -> m.get("usd_per_mtok").get("input").asString()))
                .containsExactly("10");
        JsonNode show =
                JsonMapper.shared()
                        .readTree(
                                run("prices", "show", "o3", "--at", "2025-06-10", "--json").out());
        assertThat(show.get("tiers").get(0).get("usd_per_mtok").get("output").asString())
                .isEqualTo("8");
        JsonNode history =
                JsonMapper.shared().readTree(run("prices", "history", "o3", "--json").out());
        assertThat(history.get("rows").get(0).get("basis").asString()).isEqualTo("first_seen");
        assertThat(run("prices", "list", "--provider", "google", "--at", "2025-12-01").out())
                .contains("gemini-2.5-pro")
                .contains("corroborated");
    }

    @Test
    void chargesAreWrittenWholeOrNotAtAll() throws IOException {
        String log =
                file(
                        "usage.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000",
                        "x,openai,gpt-5,1000");
        Path out = folder.resolve("charges.jsonl");
        TestingCommand run = run("rate", log, "-o", out.toString());
        assertThat(run.code()).isZero();
        assertThat(run.err())
                .contains(
                        "1 rows, 0 of them without a price (left out: 0 duplicates, 1 unreadable, 0 without counts)")
                .contains("usage.csv:3 time is not a time");
        JsonNode row = JsonMapper.shared().readTree(Files.readString(out));
        assertThat(row.get("usd").decimalValue()).isEqualByComparingTo("0.00125");
        assertThat(row.get("price_row").asString()).startsWith("sheets/openai.csv:");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("usage.csv", "charges.jsonl");
    }

    @Test
    void helpAndVersionAnswer() {
        assertThat(run("--version").out()).contains("steelyard 0.1.0");
        assertThat(run("explain", "--help").out()).contains("--from=PERIOD");
        assertThat(run().out()).contains("explain", "rate", "prices");
        assertThat(run("prices").out()).contains("show", "history", "list");
    }

    @Test
    void logsAreNeverOverwrittenAndOneCallIsNoChange() throws IOException {
        String log =
                file(
                        "usage.csv",
                        "time,provider,model,input_tokens",
                        "2026-01-10T00:00:00Z,openai,gpt-5,1000");
        String before = Files.readString(Path.of(log));
        expect(run("rate", log, "-o", log), "is one of the files that are read");
        assertThat(Files.readString(Path.of(log))).isEqualTo(before);
        expect(
                run("rate", log, "-o", Files.createDirectory(folder.resolve("d.csv")).toString()),
                "a folder; name a file to write");
        expect(run("explain", log), "one call only, and a change needs two");
        expect(
                run("explain", "--before", "2025-11-09..2026-02-01", "--after", "2026-01"),
                "overlap: days in both would be counted twice");
        expect(run("explain", "--html", folder.resolve("no/x.html").toString()), "does not exist");
    }
}
