package steelyard.claim;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile.Row;

/// One line of a claim's check.
///
/// @param name by which later steps call it
/// @param text a number, a command or an expression, by kind
/// @param path of a figure in what a command prints, as `rows/what=output/value`
/// @param low of a given number, the path of a low figure, or the claimed figure's low end
/// @param high the other end
/// @param tolerance within which a claimed figure counts as met, 0.05 for 5%
/// @param note why, or the sentence of a condition with `{}` for its figure
/// @param at file:line
record Step(
        String name,
        Kind kind,
        String text,
        String path,
        String low,
        String high,
        double tolerance,
        String unit,
        String note,
        String at) {
    /// What a line does.
    enum Kind {
        /// A figure that the claim states, or another source.
        GIVEN,
        /// A figure from a command of Steelyard.
        READ,
        /// Arithmetic.
        COMPUTE,
        /// Arithmetic whose result is held against a claimed figure.
        CHECK,
        /// The same, but under a condition that a `needs` states: it does not decide by itself.
        WHEN,
        /// The most that can be: a claimed figure above it is impossible.
        MOST,
        /// The least that can be.
        LEAST,
        /// What must hold for the claim to be true.
        NEEDS;

        static Kind named(String name) {
            for (Kind kind : values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return kind;
                }
            }
            throw new Refusal(
                    "no kind of step \"%s\"; there are given, read, compute, check, when, most, least and needs"
                            .formatted(name));
        }
    }

    private static final double TOLERANCE = 0.05;

    /// Nobody can follow a longer expression, and the parser's stack has an end.
    private static final int LONGEST = 2_000;

    static final List<String> COLUMNS =
            List.of(
                    "claim",
                    "step",
                    "kind",
                    "text",
                    "path",
                    "low",
                    "high",
                    "tolerance",
                    "unit",
                    "note");

    static Step of(Row row, String file) {
        Kind kind = Kind.named(row.required("kind"));
        Step step =
                new Step(
                        row.required("step"),
                        kind,
                        row.required("text"),
                        row.text("path"),
                        row.text("low"),
                        row.text("high"),
                        row.text("tolerance").isEmpty() ? TOLERANCE : row.number("tolerance"),
                        row.text("unit"),
                        row.text("note"),
                        file + ":" + row.line());
        if (!step.name.matches("[a-z][a-z0-9_]*")) {
            throw new Refusal(
                    "step \"%s\": a name of small letters, digits and _".formatted(step.name));
        }
        if (step.text.length() > LONGEST) {
            throw new Refusal(
                    "text of %,d characters: at most %,d".formatted(step.text.length(), LONGEST));
        }
        switch (kind) {
            case GIVEN -> {
                finite(row, "text");
                if (!step.low.isEmpty() || !step.high.isEmpty()) {
                    finite(row, "low");
                    finite(row, "high");
                    if (!(row.number("low") <= row.number("text")
                            && row.number("text") <= row.number("high"))) {
                        throw new Refusal(
                                "%s, %s, %s: from low to high"
                                        .formatted(step.low, step.text, step.high));
                    }
                }
            }
            case READ -> row.required("path");
            case CHECK, WHEN -> {
                finite(row, "low");
                finite(row, "high");
                if (!(row.number("low") <= row.number("high"))) {
                    throw new Refusal(
                            "claimed %s to %s: from low to high".formatted(step.low, step.high));
                }
            }
            case MOST, LEAST -> finite(row, "low");
            case COMPUTE, NEEDS -> {}
        }
        if (!(step.tolerance >= 0 && step.tolerance < 1)) {
            throw new Refusal("tolerance %s: from 0 to below 1".formatted(step.tolerance));
        }
        return step;
    }

    private static void finite(Row row, String column) {
        if (!Double.isFinite(row.number(column))) {
            throw new Refusal("%s %s: a number".formatted(column, row.text(column)));
        }
    }

    /// A claimed or given end as a number; empty if there is none.
    static OptionalDouble number(String text) {
        return text.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(text));
    }
}
