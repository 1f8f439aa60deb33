package steelyard.quality;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

/// A score as published.
///
/// @param benchmark the id of the test
/// @param version of the test; scores of different versions are not compared
/// @param asNamed the model's name at the source
/// @param setting effort, edit format and the like; empty if nothing is said
/// @param date what `dateKind` says it is: when it was run, seen or submitted, or when the model
///   came out
/// @param score higher is better
/// @param usdPerTask what a task cost in that run, solved or not
/// @param completionTokens how many it answered with per task in that run
public record Score(
        String benchmark,
        String version,
        Model model,
        String asNamed,
        String setting,
        Optional<LocalDate> date,
        String dateKind,
        double score,
        OptionalDouble usdPerTask,
        OptionalDouble completionTokens,
        Source source) {

    /// Where a score comes from.
    ///
    /// @param id short name
    /// @param repository with commit and path; `second-hand@` and what it is a copy of, where the
    ///   copy's own place was not kept
    /// @param licence as stated there
    /// @param licenceClass `open`, `open-with-upstream` or `unclear`; `own` for a user's table
    public record Source(String id, String repository, String licence, String licenceClass) {
        private static final String SECOND_HAND = "second-hand@";

        /// Whether it is a copy whose own place was not kept: to be checked before it is relied on.
        public boolean isSecondHand() {
            return repository.startsWith(SECOND_HAND);
        }

        /// Of what it is a copy, or else its repository.
        public String place() {
            return isSecondHand() ? repository.substring(SECOND_HAND.length()).strip() : repository;
        }
    }

    /// USD per solved task: what a task cost, by the share solved; empty where the cost was not
    /// measured or nothing was solved.
    public OptionalDouble usdPerSolved() {
        return usdPerTask.isPresent() && score > 0
                ? OptionalDouble.of(usdPerTask.getAsDouble() / (score / 100))
                : OptionalDouble.empty();
    }
}
