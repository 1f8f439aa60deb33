package steelyard.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import steelyard.plan.Assumptions;
import steelyard.refusal.Refusal;

/// What no source settles: the options of commands that assume it.
final class Assuming {
    private static final String NUMBER = "(\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)";
    private static final Pattern RANGE =
            Pattern.compile(NUMBER + "(?:\\.\\." + NUMBER + ")?(?:\\.\\." + NUMBER + ")?");

    @Option(
            names = "--assume",
            paramLabel = "NAME=VALUE",
            description =
                    "Another value for an assumption, as sigma=1.1, or a range, low..high or low..typical..high. May be repeated; steelyard plan assumptions lists them.")
    private List<String> stated = new ArrayList<>();

    /// The bundled assumptions with what the user stated.
    Assumptions assumptions() {
        Assumptions all = Assumptions.bundled();
        Set<String> seen = new HashSet<>();
        for (String one : stated) {
            int at = one.indexOf('=');
            if (at < 1) {
                throw new Refusal("--assume %s: write NAME=VALUE, as sigma=1.1".formatted(one));
            }
            if (!seen.add(one.substring(0, at))) {
                throw new Refusal(
                        "--assume %s: %s is stated twice".formatted(one, one.substring(0, at)));
            }
            all = with(all, one.substring(0, at), one.substring(at + 1), "--assume " + one);
        }
        return all;
    }

    /// Refuses what a question would not look at.
    ///
    /// @param read names that it reads
    void require(Set<String> read, String question) {
        for (String one : stated) {
            String name = one.substring(0, Math.max(0, one.indexOf('=')));
            if (Assumptions.bundled().all().containsKey(name) && !read.contains(name)) {
                throw new Refusal(
                        "--assume %s has no effect on this %s; leave it out"
                                .formatted(one, question));
            }
        }
    }

    boolean states(String name) {
        return stated.stream().anyMatch(s -> s.startsWith(name + "="));
    }

    /// @param said the option, for messages
    static Assumptions with(Assumptions all, String name, String text, String said) {
        double[] range = range(text, said);
        return all.with(name, range[0], range[1], range[2]);
    }

    /// Low, typical and high of `1`, `1..3` or `1..2..3`.
    ///
    /// One number.
    ///
    /// @param said the option, for messages
    static double number(String text, String said) {
        double[] range = range(text, said);
        if (range[0] != range[2]) {
            throw new Refusal("%s: a number, not a range".formatted(said));
        }
        return range[1];
    }

    /// @param said the option, for messages
    static double[] range(String text, String said) {
        Matcher m = RANGE.matcher(text);
        if (!m.matches()) {
            throw new Refusal(
                    "%s: write a number, or a range as low..high or low..typical..high"
                            .formatted(said));
        }
        double a = Double.parseDouble(m.group(1));
        double b = m.group(2) == null ? a : Double.parseDouble(m.group(2));
        double c = m.group(3) == null ? b : Double.parseDouble(m.group(3));
        double typical = m.group(3) == null ? (a + b) / 2 : b;
        if (!(a <= typical && typical <= c)) {
            throw new Refusal("%s: from low to high".formatted(said));
        }
        return new double[] {a, typical, c};
    }
}
