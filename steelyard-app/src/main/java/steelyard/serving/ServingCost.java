package steelyard.serving;

import steelyard.refusal.Refusal;

/// What tokens cost to make, USD per million, by the time that each takes.
///
/// Input and output come from the same machines: what a request costs is a fact, how it is split is
/// a convention. Here every token pays for the seconds that the deployment spends on it. A token
/// found in the prefix cache takes none; the memory it holds is in the output's batch.
///
/// @param perHour USD per hour for the whole deployment
/// @param input per million prompt tokens that are computed
/// @param output per million
/// @param request USD for one
/// @param requests per hour at the utilisation
/// @param low per what is computed, the same where rent is low and the prediction too slow
/// @param high the same where rent is high and it is too fast
public record ServingCost(
        double perHour,
        double input,
        double output,
        double request,
        double requests,
        double low,
        double high) {
    /// USD per hour of one accelerator.
    public record Rent(double low, double typical, double high) {
        public Rent {
            if (!(low > 0) || !(low <= typical) || !(typical <= high)) {
                throw new Refusal(
                        "a rent of %s to %s to %s USD an hour does not ascend from above zero"
                                .formatted(low, typical, high));
            }
        }
    }

    /// @param gpus paid for, in as many copies of the deployment as they make
    /// @param utilisation tokens served over those that could be
    /// @param misses how far off predictions like this one were
    public static ServingCost of(
            SteadyState state,
            Deployment deployment,
            Load load,
            int gpus,
            Rent rent,
            double utilisation,
            Misses misses) {
        if (!(utilisation > 0 && utilisation <= 1)) {
            throw new Refusal(
                    "a utilisation of %s is not above 0 and at most 1".formatted(utilisation));
        }
        double copies = (double) gpus / deployment.layout().gpus();
        double perSecond = gpus * rent.typical() / 3600;
        double second = perSecond / utilisation / copies;
        double output = second * state.decode() / state.sequences();
        double input = second * state.perPromptToken();
        double request = load.output() * output + load.input() * (1 - load.cached()) * input;
        return new ServingCost(
                gpus * rent.typical(),
                input * 1e6,
                output * 1e6,
                request,
                state.output() / load.output() * copies * 3600 * utilisation,
                rent.low() / rent.typical() * misses.low(),
                rent.high() / rent.typical() * misses.high());
    }

    /// The utilisation at which a price per request pays for the machines; above 1 it never does.
    ///
    /// @param utilisation the one that this cost was worked out for
    public double breakEven(double price, double utilisation) {
        return request * utilisation / price;
    }

    /// Of what is earned, what is left; negative for a loss.
    public double margin(double price) {
        return 1 - request / price;
    }
}
