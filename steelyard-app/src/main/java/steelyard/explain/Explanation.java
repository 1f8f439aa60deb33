package steelyard.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import steelyard.cell.Disputed;
import steelyard.cell.Period;
import steelyard.cell.Recorded;
import steelyard.cell.Unpriced;
import steelyard.index.QualityPrice;
import steelyard.money.MoneyTotal;
import steelyard.price.Flag;

/// Why spend changed between two periods: effects that add up to the change, and what they rest on.
///
/// @param before the first period
/// @param after the last period
/// @param effects in the order in which they are told: volume, decisions, prices; zeros left out
/// @param residualUsd what the effects miss of the change; arithmetic noise
/// @param levels which of its levels the log could tell
/// @param links the steps of a chain of more than two periods, one after the other
/// @param models spend by model, the largest first
/// @param flagged spend on prices with a flag, by flag, in both periods together
/// @param duplicates what repeated lines would have added
/// @param arrivals how the models that came and went compare; empty if none did
/// @param quality what tells quality from price; empty without scores
/// @param cannotTellQuality why it is empty although scores were asked for; blank otherwise
public record Explanation(
        Totals before,
        Totals after,
        List<Effect> effects,
        double residualUsd,
        Levels levels,
        List<Link> links,
        List<ModelSpend> models,
        List<Unpriced> unpriced,
        List<Disputed> disputed,
        Map<Flag, MoneyTotal> flagged,
        List<Recorded> recorded,
        MoneyTotal duplicates,
        Arrivals arrivals,
        Optional<QualityRead> quality,
        String cannotTellQuality) {
    public Explanation {
        effects = List.copyOf(effects);
        links = List.copyOf(links);
        models = List.copyOf(models);
        unpriced = List.copyOf(unpriced);
        disputed = List.copyOf(disputed);
        flagged = Map.copyOf(flagged);
        recorded = List.copyOf(recorded);
    }

    /// One period and the numbers that describe it.
    ///
    /// @param spend exact, fees included
    /// @param tokens priced tokens
    /// @param calls priced calls
    /// @param tasks empty if the log does not name them
    /// @param users empty if the log does not name them
    /// @param unpricedTokens tokens of calls without a price
    /// @param matchedIndex list prices of the models used in both periods, the first period 100;
    ///   empty if none
    public record Totals(
            Period period,
            MoneyTotal spend,
            long tokens,
            long calls,
            OptionalDouble tasks,
            OptionalLong users,
            long unpricedTokens,
            OptionalDouble matchedIndex) {

        /// What a task is here: a task, or a call where the log names no tasks.
        public double units() {
            return tasks.orElse((double) calls);
        }

        /// Average price paid, USD per million tokens. Not a price index: it moves with what is
        /// bought.
        public OptionalDouble usdPerMtok() {
            return tokens == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(spend.approximateUsd() / tokens * 1e6);
        }

        public OptionalDouble tokensPerUnit() {
            return units() == 0 ? OptionalDouble.empty() : OptionalDouble.of(tokens / units());
        }

        public OptionalDouble usdPerUnit() {
            return units() == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(spend.approximateUsd() / units());
        }

        public OptionalDouble usdPerUser() {
            return users.isPresent() && users.getAsLong() > 0
                    ? OptionalDouble.of(spend.approximateUsd() / users.getAsLong())
                    : OptionalDouble.empty();
        }
    }

    /// An effect and the models behind it, the largest first.
    ///
    /// @param name stable, as in the JSON
    public record Effect(String name, double usd, List<Share> models) {
        public Effect {
            models = List.copyOf(models);
        }
    }

    /// A model's part in an effect; a team's, in the effects of teams.
    public record Share(String model, double usd) {}

    /// One step of a chain.
    public record Link(Totals from, Totals to, List<Effect> effects) {
        public Link {
            effects = List.copyOf(effects);
        }
    }

    /// A model's spend in both periods.
    public record ModelSpend(
            String model,
            MoneyTotal before,
            MoneyTotal after,
            long tokensBefore,
            long tokensAfter,
            long callsBefore,
            long callsAfter) {}

    /// Which levels the log could tell; a level that it cannot is folded into the next.
    ///
    /// @param users whether every priced row names its user
    /// @param tasks whether every priced row names its task
    /// @param teams whether the effects were added up team by team
    /// @param withoutUser share of priced rows without a user
    /// @param withoutTask share of priced rows without a task
    public record Levels(
            boolean users, boolean tasks, boolean teams, double withoutUser, double withoutTask) {
        /// The word for a unit of work.
        public String unit() {
            return tasks ? "task" : "request";
        }
    }

    /// Cost per task of the models that came, that left, and that stayed.
    ///
    /// @param newUsd mean cost per task of models seen after only
    /// @param goneUsd the same of models seen before only
    public record Arrivals(OptionalDouble newUsd, OptionalDouble goneUsd) {}

    /// The reference curve of quality, h(q) = usdPerTask exp(price.slope (q - at)), and what it
    /// says of both periods.
    ///
    /// @param ratings which scores
    /// @param usdPerTask what a task costs at the score `at`
    /// @param scoreBefore the mean score of the tasks at scored models
    /// @param unscoredBefore the share of spend on models without a score
    /// @param effectLow the quality effect where a point of score costs as little as its interval
    ///   allows, USD
    /// @param effectHigh the same at the other end
    /// @param equalQualityIndex cost per task over that of the reference curve, before = 100
    public record QualityRead(
            String ratings,
            QualityPrice price,
            double usdPerTask,
            double at,
            double scoreBefore,
            double scoreAfter,
            double unscoredBefore,
            double unscoredAfter,
            double equalQualityIndex,
            double effectLow,
            double effectHigh) {}

    public Optional<Effect> effect(String name) {
        return effects.stream().filter(e -> e.name().equals(name)).findFirst();
    }

    /// The sum of the effects of these names.
    public double usd(String... names) {
        double sum = 0;
        for (String name : names) {
            sum += effect(name).map(Effect::usd).orElse(0.0);
        }
        return sum;
    }

    /// The sum of all effects whose name starts so.
    public double usdOf(String prefix) {
        return effects.stream()
                .filter(e -> e.name().startsWith(prefix))
                .mapToDouble(Effect::usd)
                .sum();
    }

    /// Spend of the period after less that of the period before.
    public MoneyTotal change() {
        return after.spend().minus(before.spend());
    }
}
