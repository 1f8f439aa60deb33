package steelyard.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;
import steelyard.serving.Catalogue;
import steelyard.serving.Engine;
import steelyard.serving.Memory;
import steelyard.serving.Misses;
import steelyard.serving.Point;
import steelyard.serving.Trial;

/// How far simulated times to the first token are from those that others measured: requests at a
/// rate, or all at once, of which a client may have allowed only so many at a time.
public final class Waits {
    /// Lengths of a real data set are published as means; their spread is supposed.
    private static final double SPREAD = 1;

    private static final long SEED = 1;

    private Waits() {}

    /// Ratios of simulated to measured times, by group; points that state no time to the first
    /// token or not how requests came are left out.
    public static Map<String, Misses> score(List<Point> points, Catalogue catalogue) {
        Map<String, List<Double>> ratios = new TreeMap<>();
        for (Point point : points) {
            if (point.firstToken().isEmpty() || point.requests().isEmpty()) {
                continue;
            }
            Trial.place(point, catalogue, true)
                    .trial()
                    .filter(t -> t.copies() == 1)
                    .ifPresent(trial -> {
                        Optional<Outcome> outcome = outcome(trial, catalogue);
                        String group =
                                (trial.deployment().engine() == Engine.DEFAULTS
                                                ? "engines as they come, "
                                                : "tuned engines, ")
                                        + (point.offered().isPresent()
                                                ? "requests at a rate"
                                                : "requests at once");
                        add(
                                ratios,
                                group + ", time to first token",
                                outcome.map(o -> firstToken(o, point)),
                                point.firstToken());
                        if (point.offered().isPresent()) {
                            add(
                                    ratios,
                                    group + ", time per token",
                                    outcome.map(o -> o.perToken().mean()),
                                    point.tpot());
                        }
                    });
        }
        return ratios.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                e -> Misses.of(e.getValue()),
                                (a, _) -> a,
                                TreeMap::new));
    }

    private static void add(
            Map<String, List<Double>> ratios,
            String group,
            Optional<Double> simulated,
            OptionalDouble measured) {
        if (measured.isPresent()) {
            ratios.computeIfAbsent(group, _ -> new ArrayList<>())
                    .add(simulated.map(s -> s / measured.getAsDouble()).orElse(Double.NaN));
        }
    }

    /// Empty if by our account it does not fit.
    private static Optional<Outcome> outcome(Trial trial, Catalogue catalogue) {
        Point point = trial.point();
        ServingMachine machine;
        try {
            machine =
                    new ServingMachine(
                            trial.deployment(),
                            catalogue.constants(),
                            Memory.CHUNK,
                            allowed(point));
        } catch (Refusal e) {
            return Optional.empty();
        }
        int requests = (int) point.requests().getAsDouble();
        Arrivals arrivals =
                point.offered().isPresent()
                        ? new StatedProcess(
                                point.offered().getAsDouble(),
                                requests,
                                1,
                                trial.load().input(),
                                trial.load().output(),
                                SPREAD,
                                0,
                                SEED)
                        : take -> {
                            Request each =
                                    new Request(
                                            0,
                                            (int) Math.round(trial.load().input()),
                                            (int) Math.max(1, Math.round(trial.load().output())),
                                            0,
                                            null);
                            for (int i = 0; i < requests; i++) {
                                take.accept(each);
                            }
                        };
        Outcome outcome =
                arrivals.through(
                        new Fleet.Plan(machine, 1, 0, Routing.LEAST, Memory.CHUNK, SEED),
                        Limits.NONE);
        return outcome.done() == 0 ? Optional.empty() : Optional.of(outcome);
    }

    private static int allowed(Point point) {
        return (int) point.sequences().orElse(Integer.MAX_VALUE);
    }

    /// A client that allows fewer at a time than there are sends the next when one is done: its
    /// clock starts when ours lets the request in.
    private static double firstToken(Outcome o, Point point) {
        return allowed(point) < o.arrived()
                ? o.firstToken().mean() - o.queued().mean()
                : o.firstToken().mean();
    }
}
