package steelyard.audit;

/// Something doubtful about one price.
///
/// @param provider who sells
/// @param model as listed
/// @param conditions region, service tier, context and window; blank for the plain price
/// @param from the day from which on it is so; blank for always
/// @param what in words, with the figures
/// @param at file and line of the row
public record Finding(
        Kind kind,
        String provider,
        String model,
        String conditions,
        String from,
        String what,
        String at) {

    /// What is doubtful, the gravest first.
    public enum Kind {
        INVARIANT("breaks what holds in every real price list", true),
        RETURN("goes away and comes back within a year, and no source states both changes", true),
        FUTURE("begins after the book's date, and no source states it", true),
        GAP("has no price between two periods that have one", true),
        DISPUTE("is disputed by another source", false),
        DERIVED("follows from a vendor's rule; no sheet states it", false);

        private final String meaning;
        private final boolean fault;

        Kind(String meaning, boolean fault) {
            this.meaning = meaning;
            this.fault = fault;
        }

        /// What is said of a price that has it.
        public String meaning() {
            return meaning;
        }

        /// Whether it is a fault of the book, and not only something to know.
        public boolean isFault() {
            return fault;
        }
    }

    /// The provider and the model, e.g. `anthropic/claude-opus-4-5`.
    public String product() {
        return provider + "/" + model;
    }
}
