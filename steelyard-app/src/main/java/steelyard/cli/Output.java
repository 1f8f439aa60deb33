package steelyard.cli;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import steelyard.refusal.Refusal;
import steelyard.report.HtmlPage;
import steelyard.report.TableReport;

/// How a report is shown: the options of every command with text, JSON, CSV and a page.
final class Output {
    @Option(names = "--json", description = "Print JSON (schema in docs/json.md).")
    private boolean json;

    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write one self-contained HTML page.")
    private @Nullable Path html;

    /// Refuses what cannot be answered, before any work is done.
    void check() {
        if (json && csv) {
            throw new Refusal("--json and --csv are two answers; ask for one");
        }
    }

    /// Whether a program or a page is to read the answer, and not a terminal alone.
    boolean isData() {
        return json || html != null;
    }

    void show(CommandLine.Model.CommandSpec spec, TableReport report) {
        show(spec, report::text, report::json, report::csv, report::page);
    }

    void show(
            CommandLine.Model.CommandSpec spec,
            Supplier<String> asText,
            Supplier<String> asJson,
            Supplier<String> asCsv,
            Supplier<HtmlPage> asPage) {
        if (html != null) {
            asPage.get().write(html);
            spec.commandLine().getErr().println("written: " + html);
        }
        var out = spec.commandLine().getOut();
        out.print(json ? asJson.get() : csv ? asCsv.get() : asText.get());
        out.flush();
    }
}
