package steelyard.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import steelyard.serving.Deployment;
import steelyard.serving.SpeedUps;

/// Claimed speed-ups beside those that follow, as a table.
public final class SpeedUpReport {
    private SpeedUpReport() {}

    /// Claimed speed-ups beside those that follow from the model.
    public static TableReport of(
            Deployment d, List<SpeedUps.SpeedUp> speedUps, ServingReport.Question question) {
        List<List<String>> rows =
                speedUps.stream()
                        .map(s ->
                                List.of(
                                        s.technique(),
                                        s.condition(),
                                        Labels.figures(s.claimedLow()),
                                        Labels.figures(s.claimedHigh()),
                                        Labels.figures(s.factor()),
                                        s.factor() < s.claimedLow() * 0.95
                                                ? "below"
                                                : s.factor() > s.claimedHigh() * 1.05
                                                        ? "above"
                                                        : "within"))
                        .toList();
        SpeedUps.SpeedUp all = speedUps.getLast();
        List<String> notes =
                new ArrayList<>(
                        question.notes().stream()
                                .filter(n -> !n.startsWith("weights as published"))
                                .toList());
        notes.add(
                "claimed: factors of a widely shared table, INT8 1.5 to 2, FlashAttention-2 1.2 to 1.5, continuous batching 5 to 10, speculative decoding 2 to 3, distillation 1.4");
        notes.add(
                "factors of output tokens per second on the same accelerators, against weights in 16 bits unless said otherwise; drafts of three tokens, accepted as on code, with no host time of their own: the most that speculative decoding can gain");
        notes.add(
                "attention twice as fast is FlashAttention-2 over 1; a smaller model is another model, so that what distillation gains is a ratio of models");
        return TableReport.of(
                "steelyard.serving.stack/1",
                new TableReport.Heading(
                        "Steelyard: may speed-ups be multiplied",
                        "serving",
                        "%s on %d x %s: multiplied, the claims make %s to %s over static batches; at once, they give %s."
                                .formatted(
                                        d.model().id(),
                                        d.layout().gpus(),
                                        d.accelerator().id(),
                                        Labels.figures(all.claimedLow()),
                                        Labels.figures(all.claimedHigh()),
                                        String.format(Locale.ROOT, "%.1f", all.factor()))),
                "Speed-ups",
                "Requests of %s tokens in, %s out."
                        .formatted(
                                Labels.figures(question.load().input()),
                                Labels.figures(question.load().output())),
                List.of("technique", "condition", "claimed_low", "claimed_high", "ours", "claim"),
                rows,
                Set.of("claimed_low", "claimed_high", "ours"),
                notes,
                Optional.empty());
    }
}
