package steelyard.index;

import java.util.Locale;
import steelyard.refusal.Refusal;

/// How a series of index numbers is made from a panel.
public sealed interface Method {
    /// Each period against the first.
    record FixedBase(Formula formula) implements Method {}

    /// Each period against the one before, multiplied up.
    record Chained(Formula formula) implements Method {}

    /// All periods of a window at once.
    record Multilateral(Multi system, Window window) implements Method {}

    /// A system of index numbers over several periods at once.
    sealed interface Multi {
        /// Gini, Elteto, Koves and Szulc: the transitive index nearest to all bilateral ones.
        ///
        /// @param formula time-reversible
        record Geks(Formula formula) implements Multi {
            public Geks {
                if (!formula.reversible()) {
                    throw new Refusal(
                            "GEKS needs a time-reversible formula, and %s is not: jevons, fisher, tornqvist or walsh are"
                                    .formatted(formula.id()));
                }
            }
        }

        /// Geary and Khamis: quantities valued at average deflated prices.
        record GearyKhamis() implements Multi {}

        /// Time product dummy: log price regressed on period and product.
        ///
        /// @param weighted by shares in a period's spend; else each price counts the same
        record TimeProductDummy(boolean weighted) implements Multi {}
    }

    /// Which periods a multilateral index sees at once.
    sealed interface Window {
        /// All of them; a new period revises the past.
        record Full() implements Window {}

        /// So many at a time, each new window spliced on; the past is never revised.
        record Rolling(int length, Splice splice) implements Window {
            public Rolling {
                if (length < 3) {
                    throw new Refusal(
                            "a window of %d periods: at least 3 are needed".formatted(length));
                }
                splice.links(length);
            }
        }
    }

    /// Whether the method weighs by quantities.
    default boolean needsQuantities() {
        return switch (this) {
            case FixedBase(Formula f) -> f.needsQuantities();
            case Chained(Formula f) -> f.needsQuantities();
            case Multilateral(Multi.Geks(Formula f), _) -> f.needsQuantities();
            case Multilateral(Multi.GearyKhamis _, _) -> true;
            case Multilateral(Multi.TimeProductDummy(boolean weighted), _) -> weighted;
        };
    }

    /// As on the command line, e.g. `geks-tornqvist, window 25, mean-published splice`.
    default String title() {
        return switch (this) {
            case FixedBase(Formula f) -> f.id() + ", fixed base";
            case Chained(Formula f) -> f.id() + ", chained";
            case Multilateral(Multi system, Window window) ->
                    id(system)
                            + switch (window) {
                                case Window.Full _ -> ", full window";
                                case Window.Rolling(int length, Splice splice) ->
                                        ", window %d, %s splice".formatted(length, splice.id());
                            };
        };
    }

    private static String id(Multi system) {
        return switch (system) {
            case Multi.Geks(Formula f) -> "geks-" + f.id();
            case Multi.GearyKhamis _ -> "gk";
            case Multi.TimeProductDummy(boolean weighted) -> weighted ? "wtpd" : "tpd";
        };
    }

    /// Reads a method's name.
    ///
    /// @param name a formula's id (chained), `fixed-` and a formula's id, `geks-` and a formula's
    ///   id, `ccdi`, `gk`, `wtpd` or `tpd`
    /// @param window of multilateral methods
    /// @throws Refusal naming what there is
    static Method named(String name, Window window) {
        String id = name.strip().toLowerCase(Locale.ROOT);
        if (id.equals("gk") || id.equals("geary-khamis")) {
            return new Multilateral(new Multi.GearyKhamis(), window);
        }
        if (id.equals("wtpd") || id.equals("tpd")) {
            return new Multilateral(new Multi.TimeProductDummy(id.startsWith("w")), window);
        }
        if (id.equals("ccdi")) {
            return new Multilateral(new Multi.Geks(Formula.TORNQVIST), window);
        }
        if (id.startsWith("geks-")) {
            return new Multilateral(new Multi.Geks(formula(id.substring(5), name)), window);
        }
        return id.startsWith("fixed-")
                ? new FixedBase(formula(id.substring(6), name))
                : new Chained(formula(id.startsWith("chained-") ? id.substring(8) : id, name));
    }

    private static Formula formula(String id, String whole) {
        return Formula.named(id)
                .orElseThrow(() ->
                        new Refusal(
                                "formula \"%s\" is unknown; there are %s; before them fixed- or geks-; and ccdi, gk, wtpd, tpd"
                                        .formatted(whole, Formula.ids())));
    }
}
