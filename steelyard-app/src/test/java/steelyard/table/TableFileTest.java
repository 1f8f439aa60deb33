package steelyard.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.refusal.Refusal;

/// Tables as people write them, by hand or out of a spreadsheet.
class TableFileTest {
    @TempDir private Path folder;

    private static <T> List<T> read(String text, Function<TableFile.Row, T> of) {
        List<T> all = new ArrayList<>();
        try {
            TableFile.read(
                    "t.csv",
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                    List.of("name"),
                    row -> all.add(of.apply(row)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    @Test
    void headingsInAnyCaseWithAByteOrderMarkQuotesAndMissingFieldsAreRead() {
        List<String> rows =
                read(
                        "\uFEFF Name ,Note\r\n\"a, \"\"b\"\"\",x\r\nc\r\n",
                        row -> row.text("name") + "|" + row.text("note") + "|" + row.text("none"));
        assertThat(rows).containsExactly("a, \"b\"|x|", "c||");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1d", "0x1p3", "1,5", "", "1e999", "--1"})
    void whatIsNoNumberIsRefusedWithItsLine(String text) {
        assertThatThrownBy(() -> read("name,n\na,1\nb,\"" + text + "\"\n", row -> row.number("n")))
                .isInstanceOf(Refusal.class)
                .hasMessage("t.csv:3: n \"" + text + "\" is no number; write it as 1234.5");
    }

    @Test
    void numbersAreDecimals() {
        assertThat(read("name,n\na, -1.5e3 \n", row -> row.number("n"))).containsExactly(-1500.0);
    }

    @Test
    void daysAreDaysOfTheCalendar() {
        assertThat(
                        read(
                                "name,day\na,2024-02-29\nb,\n",
                                row -> row.dateIfAny("day").map(LocalDate::toString).orElse("-")))
                .containsExactly("2024-02-29", "-");
        assertThatThrownBy(() -> read("name,day\na,2025-02-29\n", row -> row.date("day")))
                .hasMessage("t.csv:2: day \"2025-02-29\" is no date; write it as 2026-01-31");
        assertThatThrownBy(() -> read("name,day\na,\n", row -> row.date("day")))
                .hasMessage("t.csv:2: no day");
    }

    @Test
    void faultsAreGatheredAndBounded() {
        String text = "name,n\n" + "a,x\n".repeat(100);
        assertThatThrownBy(() -> read(text, row -> row.number("n")))
                .message()
                .satisfies(m -> assertThat(m.lines()).hasSize(21))
                .startsWith("t.csv:2: ")
                .endsWith("... and perhaps more");
    }

    @Test
    void aTableWithoutItsColumnOrItsRowsIsRefused() {
        assertThatThrownBy(() -> read("model,n\na,1\n", row -> row))
                .hasMessage("t.csv:1: no column \"name\"; there are model, n, expected name");
        assertThatThrownBy(() -> read("", row -> row))
                .hasMessage("t.csv: no rows; expected the columns name");
    }

    @Test
    void aCompressedTableIsReadAndWhatIsNoneIsRefused() throws IOException {
        Path file = folder.resolve("t.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("name\na\n".getBytes(StandardCharsets.UTF_8));
        }
        List<String> names = new ArrayList<>();
        TableFile.read(file, List.of("name"), row -> names.add(row.text("name")));
        assertThat(names).containsExactly("a");
        assertThatThrownBy(() -> TableFile.read(folder, List.of(), row -> {}))
                .hasMessage(folder + ": a folder, not a table");
        assertThatThrownBy(() -> TableFile.read(folder.resolve("none.csv"), List.of(), row -> {}))
                .hasMessageEndingWith("none.csv: no such file");
    }
}
