package steelyard.sheet;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/// What a sheet says that a seller's offer of a model can do; empty where it says nothing.
///
/// @param seller by our id
/// @param model the seller's own name of it
/// @param prompt tokens of the longest prompt
/// @param answer tokens of the longest answer
/// @param images whether a prompt may hold pictures
/// @param tools whether it calls functions
/// @param ends the first day on which it is no longer sold
public record Ability(
        String seller,
        String model,
        OptionalLong prompt,
        OptionalLong answer,
        Optional<Boolean> images,
        Optional<Boolean> tools,
        Optional<LocalDate> ends) {
    /// What this says, and where it says nothing, what another does.
    public Ability or(Ability other) {
        return new Ability(
                seller,
                model,
                prompt.isPresent() ? prompt : other.prompt,
                answer.isPresent() ? answer : other.answer,
                images.or(() -> other.images),
                tools.or(() -> other.tools),
                ends.or(() -> other.ends));
    }

    boolean isEmpty() {
        return prompt.isEmpty()
                && answer.isEmpty()
                && images.isEmpty()
                && tools.isEmpty()
                && ends.isEmpty();
    }
}
