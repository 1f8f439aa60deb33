package steelyard.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.plan.Assumptions;
import steelyard.plan.Unmet;
import steelyard.refusal.Refusal;

/// Users to simulate: the options of commands that look at a plan from the vendor's side.
final class Crowding {
    @Mixin private Assuming assuming = new Assuming();

    @Option(
            names = "--spread",
            paramLabel = "LAW",
            defaultValue = "lognormal",
            description =
                    "How usage is spread over users: lognormal (assumption sigma), pareto (alpha) or gamma (shape; counts of sessions are negative binomial) (default: ${DEFAULT-VALUE}).")
    private String spread = "lognormal";

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "Active users to simulate (default: 10000; in design 2000).")
    private @Nullable Integer users;

    @Option(
            names = "--weeks",
            paramLabel = "N",
            defaultValue = "12",
            description = "Weeks of each (default: ${DEFAULT-VALUE}).")
    private int weeks = 12;

    @Option(
            names = "--unmet",
            paramLabel = "SHARES",
            split = ",",
            description =
                    "What becomes of work that a limit stops: lost, deferred, overage, downgraded, switched, as deferred=0.5,lost=0.5 (default: all lost).")
    private List<String> unmet = new ArrayList<>();

    @Mixin private Seed seed = new Seed();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "At most so many (default: as many as there are processors); the answer does not depend on it.")
    private int threads = Runtime.getRuntime().availableProcessors();

    Assumptions assumptions() {
        return assuming.assumptions();
    }

    Assuming assuming() {
        return assuming;
    }

    String spread() {
        return spread;
    }

    int users(int otherwise) {
        return users == null ? otherwise : users;
    }

    int weeks() {
        return weeks;
    }

    long seed() {
        return seed.value();
    }

    int threads() {
        if (threads < 1 || threads > 1024) {
            throw new Refusal("--threads %d: 1 to 1024".formatted(threads));
        }
        return threads;
    }

    Unmet unmet() {
        if (unmet.isEmpty()) {
            return Unmet.LOST;
        }
        Map<String, Double> shares = new HashMap<>();
        for (String one : unmet) {
            String[] parts = one.split("=", 2);
            if (!List.of("lost", "deferred", "overage", "downgraded", "switched")
                    .contains(parts[0])) {
                throw new Refusal(
                        "--unmet %s: there are lost, deferred, overage, downgraded and switched"
                                .formatted(one));
            }
            if (shares.put(
                            parts[0],
                            parts.length == 1 ? 1 : Assuming.number(parts[1], "--unmet " + one))
                    != null) {
                throw new Refusal("--unmet %s: %s is stated twice".formatted(one, parts[0]));
            }
        }
        double rest = 1 - shares.values().stream().mapToDouble(s -> s).sum();
        shares.putIfAbsent("lost", Math.max(0, rest));
        return new Unmet(
                shares.get("lost"),
                shares.getOrDefault("deferred", 0.0),
                shares.getOrDefault("overage", 0.0),
                shares.getOrDefault("downgraded", 0.0),
                shares.getOrDefault("switched", 0.0));
    }

    String unmetWords() {
        return unmet.isEmpty()
                ? "work that a limit stops is lost"
                : "work that a limit stops: " + String.join(", ", unmet);
    }
}
