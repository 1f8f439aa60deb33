package steelyard.claim;

/// What is to be said of a claim.
public sealed interface Verdict {
    /// One word or two, as `off by`.
    String word();

    /// The claimed figures are met.
    ///
    /// @param narrowly only somewhere in the range of ours, not at its middle
    record Holds(boolean narrowly) implements Verdict {
        @Override
        public String word() {
            return narrowly ? "holds within the range" : "holds";
        }
    }

    /// A claimed figure is so many times too large or too small.
    record Off(double factor) implements Verdict {
        @Override
        public String word() {
            return "off by";
        }
    }

    /// Nothing can be so.
    ///
    /// @param factor by which the claim passes what is possible
    record Impossible(double factor) implements Verdict {
        @Override
        public String word() {
            return "impossible";
        }
    }

    /// True under a condition.
    record OnlyIf(String condition) implements Verdict {
        @Override
        public String word() {
            return "true only if";
        }
    }

    /// No source states what it would take.
    record NotCheckable() implements Verdict {
        @Override
        public String word() {
            return "not checkable";
        }
    }
}
