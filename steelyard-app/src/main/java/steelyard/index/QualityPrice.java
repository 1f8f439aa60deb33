package steelyard.index;

import java.time.YearMonth;
import java.util.Arrays;
import java.util.Optional;

/// What a point of score costs: the slope of the log of list prices in the score, months, open
/// weights and reasoning held equal.
///
/// @param slope 0.04 is about 4% a point
/// @param interval of the slope, from drawing the models anew
/// @param models how many prices it rests on
public record QualityPrice(
        double slope, Bootstrap interval, int models, YearMonth from, YearMonth to) {

    /// The pooled slope over all months of a panel.
    public static QualityPrice of(MarketPanel panel, int draws, long seed) {
        Hedonic hedonic = new Hedonic(panel);
        int n = panel.models().size();
        int months = panel.months().size();
        int[] once = new int[n];
        Arrays.fill(once, 1);
        return new QualityPrice(
                hedonic.fit(0, months, once).slopes()[0],
                Bootstrap.of(
                        n,
                        draws,
                        seed,
                        counts -> Optional.of(hedonic.fit(0, months, counts).slopes()[0])),
                n,
                panel.months().getFirst(),
                panel.months().getLast());
    }
}
