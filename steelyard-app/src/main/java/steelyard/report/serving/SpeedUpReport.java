package steelyard.report.serving;

import java.util.List;
import java.util.Locale;
import steelyard.serving.Deployment;
import steelyard.serving.SpeedUps;
import steelyard.show.Answer;
import steelyard.show.Table;
import steelyard.show.Words;

/// Claimed speed-ups beside those that follow, as a table.
public final class SpeedUpReport {
    private SpeedUpReport() {}

    /// Claimed speed-ups beside those that follow from the model.
    public static Answer of(
            Deployment d, List<SpeedUps.SpeedUp> speedUps, ServingReport.Question question) {
        SpeedUps.SpeedUp all = speedUps.getLast();
        return new Answer(
                        "steelyard.serving.stack/1",
                        new Answer.Heading(
                                "Steelyard: may speed-ups be multiplied",
                                "serving",
                                "%s on %d x %s: multiplied, the claims make %s to %s over static batches; at once, they give %s."
                                        .formatted(
                                                d.model().id(),
                                                d.layout().gpus(),
                                                d.accelerator().id(),
                                                Words.figures(all.claimedLow()),
                                                Words.figures(all.claimedHigh()),
                                                String.format(Locale.ROOT, "%.1f", all.factor()))),
                        List.of(
                                Table.of(
                                                "rows",
                                                "Speed-ups",
                                                "Requests of %s tokens in, %s out; factors of the rate."
                                                        .formatted(
                                                                Words.figures(
                                                                        question.load().input()),
                                                                Words.figures(
                                                                        question.load().output())),
                                                speedUps)
                                        .name("technique", "technique", SpeedUps.SpeedUp::technique)
                                        .name("condition", "condition", SpeedUps.SpeedUp::condition)
                                        .number(
                                                "claimed_low",
                                                "claimed, low",
                                                SpeedUps.SpeedUp::claimedLow)
                                        .number(
                                                "claimed_high",
                                                "claimed, high",
                                                SpeedUps.SpeedUp::claimedHigh)
                                        .number("ours", "ours", SpeedUps.SpeedUp::factor)
                                        .name("claim", "ours is", SpeedUpReport::against)),
                        question.notes().stream()
                                .filter(n -> !n.startsWith("weights as published"))
                                .toList())
                .noting(
                        List.of(
                                "claimed: factors of a widely shared table, INT8 1.5 to 2, FlashAttention-2 1.2 to 1.5, continuous batching 5 to 10, speculative decoding 2 to 3, distillation 1.4",
                                "factors of output tokens per second on the same accelerators, against weights in 16 bits unless said otherwise; drafts of three tokens, accepted as on code, with no host time of their own: the most that speculative decoding can gain",
                                "attention twice as fast is FlashAttention-2 over 1; a smaller model is another model, so that what distillation gains is a ratio of models"));
    }

    private static String against(SpeedUps.SpeedUp s) {
        return s.factor() < s.claimedLow() * 0.95
                ? "below"
                : s.factor() > s.claimedHigh() * 1.05 ? "above" : "within";
    }
}
