package steelyard.quality;

import steelyard.refusal.Refusal;

/// A test of models.
///
/// @param id stable, e.g. `gpqa-diamond`
/// @param title as people write it
/// @param composite whether it is part of the composite: run by its publisher and not by vendors
/// @param perTask whether a cost per task was measured with it
/// @param about what it tests and who ran it
public record Benchmark(
        String id, String title, Scale scale, boolean composite, boolean perTask, String about) {
    public Benchmark {
        if (composite && scale == Scale.INDEX) {
            throw new Refusal(
                    "%s is an index of its publisher's own making, and no part of the composite"
                            .formatted(id));
        }
    }

    /// What a score counts.
    public enum Scale {
        /// 0 to 100.
        PERCENT,
        /// Elo: 400 points are odds of ten to one.
        ELO,
        /// A number of its publisher's own making, often from other tests: higher is better, and no
        /// more is known of it.
        INDEX;

        /// The score on a scale without ends: the log of its odds.
        ///
        /// Half a point keeps 0 and 100 percent finite. An index has none.
        public double logit(double score) {
            return switch (this) {
                case PERCENT -> Math.log((score + 0.5) / (100.5 - score));
                case ELO -> (score - 1000) * Math.log(10) / 400;
                case INDEX -> throw new IllegalStateException("an index has no odds");
            };
        }
    }
}
