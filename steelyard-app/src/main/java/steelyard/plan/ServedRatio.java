package steelyard.plan;

import java.util.Locale;
import java.util.Optional;
import steelyard.market.Market;
import steelyard.market.Mix;
import steelyard.market.RequestPrice;
import steelyard.refusal.Refusal;
import steelyard.serving.Accelerator;
import steelyard.serving.Catalogue;
import steelyard.serving.Deployment;
import steelyard.serving.Engine;
import steelyard.serving.Layout;
import steelyard.serving.LayoutSearch;
import steelyard.serving.Load;
import steelyard.serving.ModelShape;
import steelyard.serving.Precision;
import steelyard.serving.ServingCost;
import steelyard.serving.Speculation;
import steelyard.serving.SteadyState;

/// What serving the turns of a coding agent costs over their list price, from a model and machines
/// instead of a guess.
///
/// @param low at the lower end of rents and of the model's error
/// @param from where it comes from, in words
public record ServedRatio(double low, double typical, double high, String from) {
    /// A turn of a coding agent: tokens as the leaderboard's mix has them (94.8% cache reads, 5%
    /// new, 0.2% output), at 60,000 tokens of context.
    private static final Load TURN = new Load(60_000, 120, 0.95);

    private static final int MOST = 16;

    /// @param model whose shape is served, at the cheapest layout
    /// @param busy tokens served over those that could be
    /// @param seller blank for the maker of what is sold
    /// @param sold whose price is list price
    /// @throws Refusal if it does not fit, or is not sold
    public static ServedRatio of(
            Catalogue catalogue,
            ModelShape model,
            Accelerator accelerator,
            ServingCost.Rent rent,
            double busy,
            Market market,
            String seller,
            String sold) {
        Deployment any =
                new Deployment(
                        model,
                        accelerator,
                        new Layout(1, 1, 1),
                        model.published(),
                        Precision.cache("bf16"),
                        Engine.named("vllm"),
                        Speculation.NONE);
        LayoutSearch.Result found =
                LayoutSearch.search(
                        any, MOST, false, TURN, SteadyState.Promise.NONE, catalogue.constants());
        if (found.found().isEmpty()) {
            throw new Refusal(
                    "%s does not fit on up to %d %s: %s"
                            .formatted(model.id(), MOST, accelerator.id(), found.why()));
        }
        LayoutSearch.Found best = found.found().getFirst();
        Deployment deployment = best.deployment();
        ServingCost cost =
                ServingCost.of(
                        best.state(),
                        deployment,
                        TURN,
                        deployment.layout().gpus(),
                        rent,
                        busy,
                        catalogue.misses(deployment));
        RequestPrice price =
                RequestPrice.listed(
                        market,
                        seller,
                        sold,
                        Optional.empty(),
                        Mix.request(TURN.input(), TURN.output(), TURN.cached()));
        double over = cost.request() / price.usd();
        return new ServedRatio(
                Math.min(over, over * cost.low()),
                over,
                Math.max(over, over * cost.high()),
                String.format(
                        Locale.ROOT,
                        "cost over list price: %s on %d x %s (%s), used at %.0f%%, sold as %s: %.3f (%.3f to %.3f), for turns of 60,000 tokens in, 95%% of them cached, 120 out",
                        model.id(),
                        deployment.layout().gpus(),
                        accelerator.id(),
                        deployment.layout(),
                        100 * busy,
                        price.from(),
                        over,
                        over * cost.low(),
                        over * cost.high()));
    }
}
