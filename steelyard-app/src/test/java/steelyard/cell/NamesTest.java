package steelyard.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import steelyard.price.PriceBook;

/// Names to tariffs, without an engine.
class NamesTest {
    private static final PriceBook BOOK = PriceBook.bundled();

    private static final List<Names.Key> KEYS =
            List.of(
                    new Names.Key("openai", "gpt-5", "", ""),
                    new Names.Key("openai", "gpt-5", "", "flex"),
                    new Names.Key("", "claude-opus-4-5", "", ""),
                    new Names.Key("bedrock", "anthropic.claude-opus-4-5-20251101-v1:0", "", ""),
                    new Names.Key("nobody", "gpt-5", "", ""),
                    new Names.Key("openai", "gpt-0", "", ""),
                    new Names.Key("openai", "gpt-5", "", "express"));

    @Test
    void theSameNamesInAnyOrderAreTheSame() {
        Names names = Names.resolve(BOOK, KEYS);
        for (int seed = 0; seed < 20; seed++) {
            List<Names.Key> shuffled = new ArrayList<>(KEYS);
            shuffled.add(KEYS.get(seed % KEYS.size()));
            Collections.shuffle(shuffled, new Random(seed));
            Names again = Names.resolve(BOOK, shuffled);
            assertThat(again.all()).isEqualTo(names.all());
            assertThat(again.tariffs().stream().map(t -> t.cards().getFirst().product()))
                    .isEqualTo(
                            names.tariffs().stream()
                                    .map(t -> t.cards().getFirst().product())
                                    .toList());
        }
        assertThat(names.all()).hasSize(KEYS.size());
    }

    @Test
    void whatHasNoTariffSaysWhy() {
        assertThat(Names.resolve(BOOK, KEYS).all())
                .filteredOn(n -> n.tariff().isEmpty())
                .extracting(Names.Name::label, Names.Name::unknown)
                .containsExactly(
                        tuple("nobody/gpt-5", "the provider is not in the price book"),
                        tuple("openai/gpt-0", "the model is not in the price book"),
                        tuple("openai/gpt-5", "the service tier \"express\" is not known"));
    }
}
