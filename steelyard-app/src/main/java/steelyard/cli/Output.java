package steelyard.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import steelyard.refusal.Refusal;
import steelyard.show.Currency;
import steelyard.show.Shown;

/// How an answer is shown: the options of every command with text, JSON, CSV and a page.
final class Output {
    @Option(names = "--json", description = "Print JSON (schema in docs/json.md).")
    private boolean json;

    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write one self-contained HTML page.")
    private @Nullable OutputFile html;

    @Option(
            names = "--png",
            paramLabel = "FILE",
            description = "Write the main picture; needs Chromium or Chrome on this machine.")
    private @Nullable OutputFile png;

    @Mixin private CurrencyOptions currency = new CurrencyOptions();

    /// Refuses what cannot be answered, before any work is done.
    void check() {
        if (json && csv) {
            throw new Refusal("--json and --csv are two answers; ask for one");
        }
        if (png != null) {
            Browser.find();
        }
    }

    /// Whether a program or a page is to read the answer, and not a terminal alone.
    boolean isData() {
        return json || html != null || png != null;
    }

    /// The currency of what is shown.
    Currency currency() {
        return currency.currency();
    }

    void show(CommandLine.Model.CommandSpec spec, Shown shown) {
        if (html != null) {
            shown.page().write(html.path());
            spec.commandLine().getErr().println("written: " + html);
        }
        if (png != null) {
            Browser.find()
                    .picture(
                            shown.page()
                                    .picture()
                                    .orElseThrow(
                                            () -> new Refusal("--png: this answer has no picture")),
                            png.path());
            spec.commandLine().getErr().println("written: " + png);
        }
        var out = spec.commandLine().getOut();
        out.print(json ? shown.json() : csv ? shown.csv() : shown.text(Terminal.colours()));
        out.flush();
    }
}
