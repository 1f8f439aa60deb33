package steelyard.serving;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile.Row;

/// A measured operating point; rates are of the whole deployment, tokens per second.
///
/// @param sequences at a time, or the most that the client allowed
/// @param tuned whether somebody who knew how had set the engine up
/// @param rate of prompts where only those were worked on, else of answers
/// @param tpot seconds per output token
/// @param firstToken seconds to the first token, on average, whatever was waited for included
/// @param requests sent in all
/// @param offered requests per second, as they were sent; all at once if empty
/// @param power watts of all accelerators together
public record Point(
        String id,
        String model,
        String accelerator,
        String weights,
        String cache,
        int gpus,
        OptionalDouble tensor,
        OptionalDouble pipeline,
        OptionalDouble data,
        String engine,
        OptionalDouble input,
        OptionalDouble output,
        OptionalDouble sequences,
        Scenario scenario,
        boolean tuned,
        double rate,
        OptionalDouble tpot,
        OptionalDouble firstToken,
        OptionalDouble requests,
        OptionalDouble offered,
        OptionalDouble power) {
    /// What was done.
    public enum Scenario {
        /// All requests at hand: as many at a time as fit.
        OFFLINE,
        /// A batch that is kept full.
        FIXED_BATCH,
        /// Requests at a rate, or from so many clients.
        SERVER,
        /// A rate below what could be had.
        ARRIVALS,
        /// With a tight limit on latency.
        INTERACTIVE,
        PREFILL_ONLY,
        /// Prompts were worked on elsewhere.
        DECODE_ONLY
    }

    /// Requests that a simulation of a point takes on.
    private static final int MOST = 1_000_000;

    /// The columns of a table of points that must be there.
    public static final List<String> COLUMNS =
            List.of("model", "hardware", "n_gpus", "weights_precision", "engine", "scenario");

    static Point of(Row row) {
        Scenario scenario = scenario(row.required("scenario"));
        OptionalDouble rate =
                Catalogue.optional(
                        row, scenario == Scenario.PREFILL_ONLY ? "input_tok_s" : "output_tok_s");
        if (rate.isEmpty() || !(rate.getAsDouble() > 0)) {
            throw new Refusal(
                    "no positive %s"
                            .formatted(
                                    scenario == Scenario.PREFILL_ONLY
                                            ? "input_tok_s"
                                            : "output_tok_s"));
        }
        for (String column :
                List.of(
                        "n_gpus",
                        "tp",
                        "pp",
                        "dp",
                        "input_len",
                        "output_len",
                        "concurrency",
                        "tpot_ms",
                        "ttft_ms",
                        "requests",
                        "offered_rate",
                        "avg_power_w")) {
            if (!row.text(column).isEmpty() && !(row.number(column) > 0)) {
                throw new Refusal(
                        "%s \"%s\" is not above zero".formatted(column, row.text(column)));
            }
        }
        OptionalDouble requests = Catalogue.optional(row, "requests");
        if (requests.orElse(1) != Math.rint(requests.orElse(1)) || requests.orElse(1) > MOST) {
            throw new Refusal(
                    "requests \"%s\" is no whole number up to %d"
                            .formatted(row.text("requests"), MOST));
        }
        String id = row.text("row_id");
        String cache = row.text("kv_precision");
        return new Point(
                id.isEmpty() ? "line " + row.line() : id,
                row.required("model").toLowerCase(Locale.ROOT),
                row.required("hardware").toLowerCase(Locale.ROOT),
                row.required("weights_precision"),
                cache.isEmpty() ? "bf16" : cache,
                (int) row.number("n_gpus"),
                Catalogue.optional(row, "tp"),
                Catalogue.optional(row, "pp"),
                Catalogue.optional(row, "dp"),
                row.required("engine"),
                Catalogue.optional(row, "input_len"),
                Catalogue.optional(row, "output_len"),
                Catalogue.optional(row, "concurrency"),
                scenario,
                !row.text("quality").equals("B"),
                rate.getAsDouble(),
                seconds(row, "tpot_ms"),
                seconds(row, "ttft_ms"),
                requests,
                Catalogue.optional(row, "offered_rate"),
                Catalogue.optional(row, "avg_power_w"));
    }

    private static OptionalDouble seconds(Row row, String column) {
        return row.text(column).isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(row.number(column) / 1e3);
    }

    private static Scenario scenario(String text) {
        try {
            return Scenario.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "scenario \"%s\" is none of offline, fixed-batch, server, arrivals, interactive, prefill-only, decode-only"
                            .formatted(text),
                    e);
        }
    }
}
