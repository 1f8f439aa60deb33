package steelyard.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.refusal.Refusal;
import tools.jackson.databind.json.JsonMapper;

/// Claims in a line, against a book with one model: $10 and $40 before 10 June 2025, a fifth of it
/// since, as OpenAI announced of o3.
class StatedTest {
    private final List<String> asked = new ArrayList<>();

    private Finding check(String line) {
        return Claims.check(
                Stated.claim(line),
                command -> {
                    asked.add(command);
                    boolean before = command.endsWith("--at 2025-06-01");
                    return JsonMapper.shared()
                            .readTree(
                                    """
                                    {"tiers": [{"service": "standard", "usd_per_mtok": {"input": "%s", "output": "%s"},
                                     "usd_per_thousand": {"web_search": "10"}}]}
                                    """
                                            .formatted(before ? 10 : 2, before ? 40 : 8));
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o3 output 8 on 2025-06-11 | holds",
                "o3 output is $8 on 2025-06-11. | holds",
                "o3 completion 40 on 2025-06-11 | off by a factor of 5",
                "o3 output 8.08 on 2025-06-11 | off by a factor of 1.01",
                "o3 output 5-10 on 2025-06-11 | holds",
                "o3 output 5 to 10 on 2025-06-11 | holds",
                "o3 output at most 10 on 2025-06-11 | holds",
                "o3 output at most 5 on 2025-06-11 | off by a factor of 1.6",
                "o3 input fell 80% from 2025-06-01 to 2025-06-11 | holds",
                "o3 input fell by 40% from 2025-06-01 to 2025-06-11 | off by a factor of 2",
                "o3 input rose 80% from 2025-06-01 to 2025-06-11 | of another sign",
                "o3 input rose 400% from 2025-06-11 to 2025-06-01 | holds",
                "o3 web search 10 on 2025-06-11 | holds",
            })
    void aLineGetsItsVerdict(String line, String verdict) {
        assertThat(Claims.words(check(line).verdict())).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o3 output 8 on 2025-06-11 | prices show o3 --at 2025-06-11",
                "o3 output 8 on 2025-06-11 at azure | prices show o3 --provider azure --at 2025-06-11",
            })
    void theBookIsAskedForTheDay(String line, String command) {
        check(line);
        assertThat(asked).containsExactly(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o3",
                "o3 is cheap",
                "o3 output 8",
                "o3 output 8 on 2025-13-11",
                "o3 outpt 8 on 2025-06-11",
                "o3 output 8.0.0 on 2025-06-11",
                "o3 output fell 80% on 2025-06-11"
            })
    void whatStatesNoPriceIsRefused(String line) {
        assertThatThrownBy(() -> Stated.claim(line)).isInstanceOf(Refusal.class);
    }

    /// A command is made of the line, so a model is a name and no option.
    @ParameterizedTest
    @ValueSource(strings = {"--html=x output 8 on 2025-06-11", "@args output 8 on 2025-06-11"})
    void aModelIsNoOption(String line) {
        assertThatThrownBy(() -> Stated.claim(line)).isInstanceOf(Refusal.class);
    }
}
