package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read is never written over, and what a log says steers nothing.
class OutputsTest {
    private static final String ROWS =
            """
            time,provider,model,input_tokens,output_tokens,team
            2026-01-05T09:00:00Z,openai,gpt-5,1000,100,a
            2026-02-05T09:00:00Z,openai,gpt-5,1000,100,b
            """;

    @TempDir private Path folder;
    private Path log = Path.of("");

    @BeforeEach
    void write() throws IOException {
        log = folder.resolve("usage.csv");
        Files.writeString(log, ROWS);
    }

    private void refused(TestingCommand run) {
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("one of the files that are read");
        assertThat(log).hasContent(ROWS);
    }

    @Test
    void aLogIsNeverWrittenOver() throws IOException {
        String name = log.toString();
        refused(run("explain", name, "--html", name));
        refused(run("spend", name, "--html", folder + "/./usage.csv"));
        refused(run("rate", name, "-o", name));
        refused(run("rate", folder.toString(), "-o", name));
        refused(run("rate", folder + "/*.csv", "-o", name));
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), log);
        refused(run("rate", name, "-o", link.toString()));
    }

    @Test
    void noOtherInputIsWrittenOverEither() throws IOException {
        Path sheet = folder.resolve("deal.csv");
        String text = "provider,model,input,output\nopenai,gpt-5,1,8\n";
        Files.writeString(sheet, text);
        TestingCommand run =
                run("rate", log.toString(), "--prices", sheet.toString(), "-o", sheet.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(sheet).hasContent(text);
        TestingCommand books =
                run(
                        "prices",
                        "compare",
                        log.toString(),
                        "--books",
                        "bundled," + sheet,
                        "--html",
                        sheet.toString());
        assertThat(books.code()).isEqualTo(2);
        assertThat(sheet).hasContent(text);
    }

    @Test
    void anotherFileBesideTheLogIsWritten() {
        Path out = folder.resolve("charges.parquet");
        assertThat(run("rate", log.toString(), "-o", out.toString()).code()).isZero();
        assertThat(out).exists();
        // What was there and lies in no folder that is read is replaced.
        assertThat(run("rate", log.toString(), "-o", out.toString()).code()).isZero();
    }

    @Test
    void aClaimsFolderReadsNoArgumentsFromAFile() throws IOException {
        Path evil = Files.createDirectory(folder.resolve("evil"));
        Path page = folder.resolve("page.html");
        Files.writeString(evil.resolve("args"), "plan\nlist\n--html=" + page + "\n");
        Files.writeString(
                evil.resolve("claims.csv"),
                "claim,topic,who,when,says,source,remark\nmine,prices,me,2026,o3 fell.,here,\n");
        Files.writeString(
                evil.resolve("steps.csv"),
                "claim,step,kind,text,path,low,high,tolerance,unit,note\nmine,a,read,plan list @"
                        + evil.resolve("args")
                        + ",rows,,,,,\n");
        TestingCommand run = run("claims", "--claims", evil.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(page).doesNotExist();
        Files.writeString(
                evil.resolve("steps.csv"),
                "claim,step,kind,text,path,low,high,tolerance,unit,note\nmine,b,check,1"
                        + "+1".repeat(50_000)
                        + ",,1,1,,,\n");
        assertThat(run("claims", "--claims", evil.toString()).err())
                .contains("steps.csv:2", "at most 2,000");
    }

    /// A log may hold secrets: an error names the place and the field, and no text of a cell.
    @Test
    void errorsDoNotEchoTheLog() throws IOException {
        Path odd = folder.resolve("odd.csv");
        Files.writeString(
                odd,
                "time,model,input_tokens,output_tokens\n2026-01-05,gpt-5,sk-secret,1\n2026-01-06,gpt-5,1,1\n2026-01-07,gpt-5,1,1\n");
        TestingCommand run = run("explain", odd.toString());
        assertThat(run.out()).containsPattern("odd\\.csv:2\\s+input_tokens is not a whole number");
        assertThat(run.out() + run.err()).doesNotContain("sk-secret");
        Files.writeString(odd, "time,model,model,key sk-secret\n2026-01-05,gpt-5,a,1\n");
        TestingCommand twice = run("explain", odd.toString());
        assertThat(twice.err()).contains("odd.csv:1 column 3 has the same name");
        assertThat(twice.err()).doesNotContain("sk-secret");
    }

    @Test
    void aCostThatIsNoNumberIsNone() throws IOException {
        Path cost = folder.resolve("cost.csv");
        Files.writeString(
                cost,
                """
                time,provider,model,input_tokens,output_tokens,cost
                2026-01-05T09:00:00Z,openai,gpt-5,1000,100,NaN
                2026-01-06T09:00:00Z,openai,gpt-5,1000,100,0.1
                2026-02-07T09:00:00Z,openai,gpt-5,1000,100,Infinity
                2026-02-08T09:00:00Z,openai,gpt-5,1000,100,0.1
                """);
        TestingCommand run = run("rate", cost.toString(), "-o", folder.resolve("o.csv").toString());
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("4 rows, 0 of them without a price", "0 unreadable");
    }

    /// A row that sums a year: 10^12 tokens in at $15, 10^11 out at $75 a million are $22.5M, more
    /// picodollars than a long holds.
    @Test
    void amountsBeyondALongAreExact() throws IOException {
        Path large = folder.resolve("large.csv");
        Files.writeString(
                large,
                """
                time,model,calls,input_tokens,output_tokens
                2025-09-01T00:00:00Z,claude-opus-4-1,50000000,1000000000000,100000000000
                2025-10-01T00:00:00Z,claude-opus-4-1,50000000,1000000000000,100000000000
                """);
        TestingCommand spend = run("spend", large.toString(), "--json");
        assertThat(spend.out()).contains("\"spend_usd\" : \"45000000.000000000000\"");
        Path out = folder.resolve("out.csv");
        assertThat(run("rate", large.toString(), "-o", out.toString()).code()).isZero();
        assertThat(out).content().contains("22500000.000000000000");
        assertThat(run("explain", out.toString(), "--without-quality").out())
                .contains("$22.50M in");
    }

    /// In Arabic digits would be Arabic, in German the point a comma.
    @Test
    void numbersAreTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        String plain = run("explain", log.toString(), "--json").out();
        String text = run("spend", log.toString(), "--by", "team").out();
        try {
            for (String tag : new String[] {"ar-EG", "de-DE", "hi-IN-u-nu-deva"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(run("explain", log.toString(), "--json").out()).isEqualTo(plain);
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(run("spend", log.toString(), "--by", "team").out()).isEqualTo(text);
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
