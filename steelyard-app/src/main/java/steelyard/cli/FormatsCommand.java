package steelyard.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import steelyard.refusal.Refusal;
import steelyard.report.log.FormatsReport;
import steelyard.show.Answer;
import steelyard.usage.format.Formats;
import steelyard.usage.format.Mapping;

/// `steelyard formats`: which logs can be read, and how.
@Command(
        name = "formats",
        description =
                "Formats of logs that can be read: where they lie, and how each field is read.",
        subcommands = FormatsCommand.Show.class,
        mixinStandardHelpOptions = true)
final class FormatsCommand extends AnswerCommand {
    @Override
    Answer answer() {
        return FormatsReport.all(Formats.all());
    }

    /// `steelyard formats show`.
    @Command(
            name = "show",
            description = "One format, field by field.",
            mixinStandardHelpOptions = true)
    static final class Show extends AnswerCommand {
        @Parameters(paramLabel = "FORMAT", description = "Its id, as codex.")
        private String id = "";

        @Override
        Answer answer() {
            return FormatsReport.of(
                    Formats.of(id)
                            .orElseThrow(() ->
                                    new Refusal(
                                            "no format \"%s\"; there are %s"
                                                    .formatted(
                                                            id,
                                                            Formats.all().stream()
                                                                    .map(Mapping::id)
                                                                    .collect(
                                                                            Collectors.joining(
                                                                                    ", "))))));
        }
    }
}
