package steelyard.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalsTest {
    @TempDir private Path folder;

    private static List<Request> all(Arrivals arrivals) {
        List<Request> all = new ArrayList<>();
        arrivals.forEach(all::add);
        return all;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// The first rows of Azure's conversation trace, as published.
    @Test
    void azuresTableIsReadWithItsTimes() throws IOException {
        Path trace =
                file(
                        "azure.csv",
                        """
                        TIMESTAMP,ContextTokens,GeneratedTokens
                        2023-11-16 18:15:46.6805900,374,44
                        2023-11-16 18:15:50.9951690,396,109
                        2023-11-16 18:15:51.2224670,879,55
                        """);
        assertThat(TraceFile.isOne(trace)).isTrue();
        List<Request> requests = all(TraceFile.of(trace));
        assertThat(requests).extracting(Request::input).containsExactly(374, 396, 879);
        assertThat(requests).extracting(Request::output).containsExactly(44, 109, 55);
        assertThat(requests.get(0).at()).isZero();
        assertThat(requests.get(1).at()).isCloseTo(4.314579, within(1e-6));
        assertThat(all(TraceFile.of(trace).faster(2)).get(1).at())
                .isCloseTo(2.1572895, within(1e-6));
    }

    /// Zones count; a byte order mark does not.
    @Test
    void zonesAndByteOrderMarksAreUnderstood() throws IOException {
        Path zoned =
                file(
                        "z.csv",
                        "\uFEFFTIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,3,4\n2024-05-10T02:00:01.009930+02:00,3,4\n");
        assertThat(all(TraceFile.of(zoned)).get(1).at()).isCloseTo(1, within(1e-6));
        Path marked =
                file(
                        "b.jsonl",
                        "\uFEFF{\"timestamp\": 0, \"input_length\": 3, \"output_length\": 4}\n");
        assertThat(all(TraceFile.of(marked))).hasSize(1);
    }

    /// The shape of Mooncake's lines, gzip or not; ids of 512-token blocks.
    @Test
    void mooncakesLinesAreReadWithTheirBlocks() throws IOException {
        String lines =
                """
                {"timestamp": 1000, "input_length": 1200, "output_length": 500, "hash_ids": [0, 1, 2]}
                {"timestamp": 3500, "input_length": 700, "output_length": 2, "hash_ids": [0, 14]}
                """;
        Path packed = folder.resolve("mooncake.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        for (Path trace : List.of(file("mooncake.jsonl", lines), packed)) {
            assertThat(TraceFile.isOne(trace)).isTrue();
            List<Request> requests = all(TraceFile.of(trace));
            assertThat(requests.get(1).at()).isEqualTo(2.5);
            assertThat(requests.get(1).blocks()).containsExactly(0, 14);
            assertThat(requests.get(0).input()).isEqualTo(1200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TIMESTAMP,ContextTokens,GeneratedTokens;5,10,10;-3,10,10|.csv:3: timestamp -3: milliseconds count from 0 on",
                "TIMESTAMP,ContextTokens,GeneratedTokens;2023-11-16 18:15:46,10,10;2023-11-16 18:15:45,10,10|.csv:3: timestamp 2023-11-16 18:15:45 is before the first; sort the trace by time",
                "TIMESTAMP,ContextTokens,GeneratedTokens;yesterday,10,10|.csv:2: timestamp \"yesterday\" is no time; write 2023-11-16 18:15:46.680, or milliseconds from 0 on",
                "TIMESTAMP,ContextTokens,GeneratedTokens;5,many,10|.csv:2: \"many\" is no whole number of tokens",
                "TIMESTAMP,ContextTokens,GeneratedTokens;5,0,10|.csv:2: 0 tokens in, of them 0 cached, 10 out",
                "TIMESTAMP,ContextTokens,GeneratedTokens;5,2147483647,10|.csv:2: 2147483647 tokens in, 10 out: more than 100000000 is no request",
                "TIMESTAMP,ContextTokens,GeneratedTokens;0001-01-01 00:00:00,1,10;9999-11-16 18:15:46,1,10|.csv:3: a time of",
                "TIMESTAMP,ContextTokens,GeneratedTokens|t.csv: no rows",
                "TIMESTAMP,ContextTokens;5,10|.csv:2: no generatedtokens; expected TIMESTAMP, ContextTokens, GeneratedTokens",
            })
    void whatIsWrongIsSaidWithItsLine(String rows, String message) throws IOException {
        Path trace = file("t.csv", rows.replace(';', '\n') + "\n");
        assertThatThrownBy(() -> all(TraceFile.of(trace))).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"timestamp\": 5, \"input_length\": 3}|.jsonl:1: no output_length",
                "{\"timestamp\": 5, \"input_length\": 3, \"output_length\": 3, \"hash_ids\": [\"a\"]}|.jsonl:1: hash_ids: an entry is no whole number",
                "{\"timestamp\": 5, \"input_length\": 3, \"output_length\": 3, \"hash_ids\": \"abc\"}|.jsonl:1: hash_ids is no list",
                "{\"timestamp\": 5, \"input_length\": 3, \"output_length\": 3, \"hash_ids\": [99999999999999999999]}|.jsonl:1: hash_ids: an entry",
                "{\"timestamp\": 5, \"input_length\": |.jsonl:",
            })
    void linesToo(String line, String message) throws IOException {
        Path trace = file("t.jsonl", line + "\n");
        assertThatThrownBy(() -> all(TraceFile.of(trace))).hasMessageContaining(message);
    }

    /// Requests of a file that go back in time are a fault of their line.
    @Test
    void aTraceOutOfOrderIsRefusedByTheFleet() throws IOException {
        Path trace =
                file("t.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n5,1,1\n9,1,1\n7,1,1\n");
        Fleet fleet =
                new Fleet(
                        new Fleet.Plan(new QueueTest.Servers(1), 1, 0, Routing.LEAST, 512, 1),
                        Limits.NONE);
        assertThatThrownBy(() -> TraceFile.of(trace).forEach(fleet::offer))
                .hasMessageContaining("t.csv:4: time goes back, 0.002 s after 0.004 s; sort");
    }

    /// Means and coefficients of variation of what is drawn are those that were stated.
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1.5", "0, 0.5", "3, 0.5", "0.5, 0"})
    void aStatedProcessHasItsMoments(double burst, double spread) {
        StatedProcess process = new StatedProcess(4, 200_000, burst, 800, 200, spread, 0.25, 3);
        List<Request> requests = all(process);
        assertThat(requests).hasSize(200_000);
        double[] gaps = new double[requests.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = requests.get(i + 1).at() - requests.get(i).at();
        }
        double[] inputs = requests.stream().mapToDouble(Request::input).toArray();
        assertThat(mean(gaps)).isCloseTo(0.25, within(0.01));
        assertThat(deviation(gaps) / mean(gaps)).isCloseTo(burst, within(0.03 * burst + 1e-9));
        assertThat(mean(inputs)).isCloseTo(800, within(12.0));
        assertThat(deviation(inputs) / mean(inputs)).isCloseTo(spread, within(0.05 * spread));
        assertThat(requests.getFirst().cached()).isEqualTo(requests.getFirst().input() / 4);
        assertThat(all(process)).isEqualTo(requests);
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(
                java.util.Arrays.stream(values)
                        .map(v -> (v - mean) * (v - mean))
                        .average()
                        .orElseThrow());
    }

    /// A machine that is a server of 1000 steps of a millisecond: full at one request a second. By
    /// the formula for M/D/1, at 60 percent the mean wait is 0.75 s; the curve rises with load, and
    /// half of M/D/1's requests at a load of 0.5 start within the time that half of them find.
    @Test
    void theCurveOfOneServerIsThatOfQueueingTheory() {
        StatedProcess poisson = new StatedProcess(0.3, 40_000, 1, 1, 1000, 0, 0, 9);
        Fleet.Plan plan = new Fleet.Plan(new QueueTest.Servers(1), 1, 0, Routing.LEAST, 512, 1);
        Limits limits =
                new Limits(
                        java.util.OptionalDouble.empty(), java.util.OptionalDouble.of(1e-3), 0.5);
        LoadCurve curve = LoadCurve.of(poisson, plan, limits);
        assertThat(curve.full()).isCloseTo(1, within(0.01));
        assertThat(curve.utilisation()).isCloseTo(0.3, within(0.01));
        double before = 0;
        for (LoadCurve.Point point : curve.points()) {
            double wait = point.outcome().queued().mean();
            double u = point.utilisation();
            assertThat(wait).isGreaterThan(before);
            if (u <= 0.8) {
                double expected = u / (2 * (1 - u));
                assertThat(wait).isCloseTo(expected, within(0.06 * expected));
            }
            before = wait;
        }
        // An arrival finds the server idle with the chance 1 - u: half do at a half.
        assertThat(curve.highest().orElseThrow().utilisation()).isCloseTo(0.5, within(0.01));
    }
}
