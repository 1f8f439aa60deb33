package steelyard.market;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import steelyard.cell.Needs;
import steelyard.table.TableFile;

/// What an offer can do, as the public sheets of prices say; empty where none does.
///
/// @param prompt tokens of the longest prompt
/// @param answer tokens of the longest answer
/// @param images whether a prompt may hold pictures
/// @param tools whether it calls functions
/// @param ends the first day on which it is no longer sold
public record Ability(
        OptionalLong prompt,
        OptionalLong answer,
        Optional<Boolean> images,
        Optional<Boolean> tools,
        Optional<LocalDate> ends) {
    /// Nothing is known.
    public static final Ability UNKNOWN =
            new Ability(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static final class Bundled {
        static final Map<String, Ability> ALL = read();

        private Bundled() {}
    }

    private static Map<String, Ability> read() {
        Map<String, Ability> all = new HashMap<>();
        TableFile.resource(
                Ability.class,
                "/steelyard/market/abilities.csv",
                List.of("seller", "model"),
                row ->
                        all.put(
                                key(row.text("seller"), row.text("model")),
                                new Ability(
                                        count(row.text("prompt_tokens")),
                                        count(row.text("answer_tokens")),
                                        flag(row.text("images")),
                                        flag(row.text("tools")),
                                        row.dateIfAny("ends"))));
        return all;
    }

    private static String key(String seller, String model) {
        return seller + "/" + model.toLowerCase(Locale.ROOT);
    }

    private static OptionalLong count(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private static Optional<Boolean> flag(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text.equals("yes"));
    }

    /// What is known of a listing.
    public static Ability of(Listing listing) {
        return Bundled.ALL.getOrDefault(key(listing.provider(), listing.name()), UNKNOWN);
    }

    /// The same, where this says nothing, as far as another says it: an offer takes no more than
    /// the best of the same model does.
    Ability within(Ability best) {
        return new Ability(
                prompt.isPresent() ? prompt : best.prompt,
                answer.isPresent() ? answer : best.answer,
                images.or(() -> best.images),
                tools.or(() -> best.tools),
                ends);
    }

    /// The most that either says.
    Ability most(Ability other) {
        return new Ability(
                longest(prompt, other.prompt),
                longest(answer, other.answer),
                any(images, other.images),
                any(tools, other.tools),
                Optional.empty());
    }

    private static OptionalLong longest(OptionalLong a, OptionalLong b) {
        return a.isEmpty()
                ? b
                : b.isEmpty() ? a : OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong()));
    }

    private static Optional<Boolean> any(Optional<Boolean> a, Optional<Boolean> b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : Optional.of(a.get() || b.get());
    }

    /// Why an offer will not do for these calls on a day; empty if nothing speaks against it.
    public Optional<String> unfit(Needs needs, LocalDate day) {
        if (ends.isPresent() && !day.isBefore(ends.get())) {
            return Optional.of("no longer sold since " + ends.get());
        }
        if (prompt.isPresent() && prompt.getAsLong() < needs.prompt()) {
            return Optional.of("takes prompts of %,d tokens".formatted(prompt.getAsLong()));
        }
        if (answer.isPresent() && answer.getAsLong() < needs.answer()) {
            return Optional.of("gives answers of %,d tokens".formatted(answer.getAsLong()));
        }
        if (needs.images() && images.isPresent() && !images.get()) {
            return Optional.of("takes no pictures");
        }
        return Optional.empty();
    }

    /// Whether all is known that these calls need.
    public boolean isKnown(Needs needs) {
        if (needs.equals(Needs.NONE)) {
            return true;
        }
        boolean answers = answer.isPresent() || prompt.orElse(0) >= needs.prompt() + needs.answer();
        return prompt.isPresent() && answers && (!needs.images() || images.isPresent());
    }
}
