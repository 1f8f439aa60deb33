package steelyard.serving;

import steelyard.refusal.Refusal;

/// What it takes to answer a request: joules of the accelerators, and of the whole site.
///
/// The power of an accelerator is its board's times what runs anyway and what multiplying adds: TDP
/// (a + b share of the time in which it multiplies), at most TDP.
///
/// @param watts of one accelerator on average
/// @param request joules of all accelerators for one
/// @param output joules of all accelerators per output token, prompts included
/// @param server joules that the machines around them take for a request
/// @param site joules for a request with cooling and losses
/// @param low per what was predicted, the least of the accelerators
/// @param high the most
public record Energy(
        double watts,
        double request,
        double output,
        double server,
        double site,
        double low,
        double high) {
    private static final int HALVINGS = 40;

    /// @param utilisation output tokens over those of a full deployment: with fewer requests at a
    ///   time each takes more
    /// @param pue energy of the site over that of its machines
    /// @throws Refusal if the board's power is not known
    public static Energy of(
            Deployment d,
            Load load,
            SteadyState full,
            double utilisation,
            double pue,
            Catalogue c) {
        if (!(utilisation > 0 && utilisation <= 1)) {
            throw new Refusal(
                    "a utilisation of %s is not above 0 and at most 1".formatted(utilisation));
        }
        if (!(pue >= 1 && pue < 10)) {
            throw new Refusal("a PUE of %s is not from 1 to 10".formatted(pue));
        }
        StepTime time = new StepTime(d, c.constants());
        double sequences = sequences(time, load, full, utilisation);
        double watts = watts(d, time, load, sequences, c.constants());
        double requests = full.output() * utilisation / load.output();
        int gpus = d.layout().gpus();
        double request = watts * gpus / requests;
        double server = c.constants().of("site.server") * gpus / requests;
        Misses misses = c.energyMisses(d);
        return new Energy(
                watts,
                request,
                request / load.output(),
                server,
                (request + server) * pue,
                1 / misses.high(),
                1 / misses.low());
    }

    /// How many at a time give that share of the full rate: fewer, each of them faster.
    private static double sequences(
            StepTime time, Load load, SteadyState full, double utilisation) {
        double low = 0;
        double high = full.sequences();
        for (int i = 0; utilisation < 1 && i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double rate = SteadyState.at(time, load, middle, "", full.memory()).output();
            if (rate < utilisation * full.output()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// Of one accelerator, with so many sequences at a time.
    ///
    /// @throws Refusal if the board's power is not known
    static double watts(
            Deployment d, StepTime time, Load load, double sequences, Constants constants) {
        double power =
                d.accelerator()
                        .power()
                        .orElseThrow(() ->
                                new Refusal(
                                        "%s has no tdp_w, the power of its board"
                                                .formatted(d.accelerator().id())));
        double context = load.input() + load.output() / 2;
        double answers = load.output() * time.decode(sequences, context);
        double prompts =
                sequences
                        * load.input()
                        * (1 - load.cached())
                        * time.perPromptToken(load, sequences);
        double share =
                (time.decodeShare(sequences, context) * answers + time.promptShare(load) * prompts)
                        / (answers + prompts);
        return power
                * Math.min(
                        1, constants.of("power.running") + constants.of("power.multiply") * share);
    }

    /// A figure with its range.
    public record Range(double value, double low, double high) {
        /// So many times as much.
        public Range times(double factor) {
            return times(factor, factor, factor);
        }

        Range times(double typical, double least, double most) {
            return new Range(value * typical, low * least, high * most);
        }
    }

    /// Joules of the accelerators for a request, by how far predictions were off.
    public Range accelerators() {
        return new Range(request, request * low, request * high);
    }

    /// Joules of the whole site for a request.
    ///
    /// @param leastPue the least that a site takes
    /// @param mostPue the most
    public Range site(double leastPue, double mostPue) {
        return new Range(
                site, (request * low + server) * leastPue, (request * high + server) * mostPue);
    }

    /// Grams of CO2e for so many joules from a grid.
    public static Range carbon(Range joules, Grid grid) {
        return joules.times(1 / 3.6e6).times(grid.grams(), grid.low(), grid.high());
    }
}
