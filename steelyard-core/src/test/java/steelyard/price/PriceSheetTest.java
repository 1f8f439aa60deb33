package steelyard.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceSheetTest {
    private static List<String> problems(String sheet) {
        PriceFileException e =
                catchThrowableOfType(
                        PriceFileException.class,
                        () -> PriceBook.bundled().with("contract.csv", new StringReader(sheet)));
        return e.problems();
    }

    @Test
    void allErrorsOfAFileComeAtOnceEachWithItsLine() {
        assertThat(
                        problems(
                                """
                                provider,model,from,to,input,output
                                acme,a,2025-01-01,,1.2.5,3
                                acme,b,2025-13-01,,1,3
                                acme,,2025-01-01,,1,3
                                acme,d,2025-01-01,2024-01-01,1,3
                                acme,e,,,,
                                acme,f,,,-1,3
                                acme,g,,,0.0000001,3
                                acme,h,,,1
                                """))
                .containsExactly(
                        "contract.csv:2 input: price \"1.2.5\" is not a decimal; write it as USD per Mtok, e.g. 1.25",
                        "contract.csv:3 from: \"2025-13-01\" is not a time; write 2025-06-10 or 2025-09-05T16:00:00Z",
                        "contract.csv:4 model is blank; it is needed in every row",
                        "contract.csv:5 from 2025-01-01T00:00:00Z is not before to 2024-01-01T00:00:00Z: an interval needs a length",
                        "contract.csv:6 the row states no rate; give at least one, or a factor in multiply",
                        "contract.csv:7 input: price -1 is negative; a credit is not a price",
                        "contract.csv:8 input: price 0.0000001 has more than 6 decimals of USD per million tokens, which is less than a picodollar a unit",
                        "contract.csv:9 5 fields where the header names 6");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service|turbo|service \"turbo\" is none of [standard, batch, flex, priority",
                "context|200k|context \"200k\" is not a tier",
                "window|noon|window \"noon\" is not a time of day",
                "basis|guess|basis \"guess\" is none of [explicit",
                "standing|sure|standing \"sure\" is none of [corroborated",
                "multiply|2|a row states rates or multiplies them, not both",
                "multiply|-1|multiply -1 is not a factor between 0 and 1000",
                "multiply|1001|multiply 1001 is not a factor between 0 and 1000",
                "web_search|0.0000000001|more than 9 decimals of USD per thousand"
            })
    void eachBrokenCellIsNamed(String column, String value, String message) {
        assertThat(problems("provider,model,input,%s\nacme,a,1,%s\n".formatted(column, value)))
                .singleElement()
                .asString()
                .startsWith("contract.csv:2 ")
                .contains(message);
    }

    @Test
    void unknownMissingAndRepeatedColumnsAreNamed() {
        assertThat(problems("provider,model,inptu\nacme,a,1\n"))
                .singleElement()
                .asString()
                .contains("contract.csv:1 column \"inptu\" is not known");
        assertThat(problems("provider,input\nacme,1\n"))
                .containsExactly("contract.csv:1 column \"model\" is missing");
        assertThat(problems("provider,model,model,input\nacme,a,a,1\n"))
                .containsExactly("contract.csv:1 column \"model\" stands there twice");
        assertThat(problems(""))
                .singleElement()
                .asString()
                .startsWith("contract.csv:1 the file is empty");
    }

    @Test
    void rowsThatContradictEachOtherAreRefused() {
        assertThat(
                        problems(
                                """
                                provider,model,from,to,input
                                acme,a,2025-01-01,2025-03-01,1
                                acme,a,2025-02-01,,2
                                acme,a,2024-01-01,2025-01-01,3
                                acme,b,2025-02-01,,2
                                """))
                .singleElement()
                .asString()
                .startsWith("contract.csv:3 the row's time overlaps that of contract.csv:2");
    }

    @Test
    void wholeAndMarginalTiersCannotStandSideBySide() {
        assertThat(
                        problems(
                                """
                                provider,model,context,input
                                acme,a,,1
                                acme,a,input>1000,2
                                acme,a,own>2000 marginal,2
                                """))
                .singleElement()
                .asString()
                .startsWith(
                        "contract.csv:4 a marginal tier beside the whole tier of contract.csv:3");
    }

    @Test
    void aQuoteThatNeverClosesIsAnErrorAndNotACrash() {
        assertThatThrownBy(() ->
                        PriceBook.bundled()
                                .with(
                                        "x.csv",
                                        new StringReader("provider,model,input\nacme,\"a,1\n")))
                .isInstanceOf(PriceFileException.class)
                .hasMessageContaining("x.csv");
    }

    @Test
    void theBundledSheetsHaveNoProblems() {
        PriceBook book = PriceBook.bundled();
        assertThat(book.providers()).hasSizeGreaterThanOrEqualTo(19);
        for (Provider provider : book.providers()) {
            assertThat(book.models(provider.id())).as(provider.id()).isNotEmpty();
        }
    }

    @Test
    void aFolderAndBytesThatAreNoTextAreRefusedByName(@TempDir Path folder) throws IOException {
        Path bytes = Files.write(folder.resolve("b.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> PriceBook.bundled().with(bytes))
                .isInstanceOf(PriceFileException.class)
                .hasMessage(bytes + ": not text in UTF-8");
        assertThatThrownBy(() -> PriceBook.bundled().with(folder))
                .isInstanceOf(PriceFileException.class)
                .hasMessage(folder + ": not readable: Is a directory");
    }

    /// Rows of the bundled book are not compared whenever it is read, but here.
    @Test
    void noTwoRowsOfABundledSheetContradictEachOther() throws IOException {
        List<String> problems = new ArrayList<>();
        int rows = 0;
        for (String folder : List.of("sheets", "corrections")) {
            try (Stream<Path> files =
                    Files.list(Path.of("src/main/resources/steelyard/price/book", folder))) {
                for (Path file : files.sorted().toList()) {
                    rows +=
                            PriceSheet.read(
                                            file.toString(),
                                            Files.newBufferedReader(file),
                                            "any",
                                            PriceRow.Kind.BOOK,
                                            problems)
                                    .size();
                }
            }
        }
        assertThat(problems).isEmpty();
        assertThat(rows).isGreaterThan(14_000);
    }
}
