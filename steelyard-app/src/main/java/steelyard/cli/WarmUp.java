package steelyard.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs the main commands once, so that a cache of their classes can be made when the program is
/// built.
final class WarmUp {
    private WarmUp() {}

    public static void main(String[] args) throws IOException {
        System.setOut(new PrintStream(PrintStream.nullOutputStream()));
        System.setErr(new PrintStream(PrintStream.nullOutputStream()));
        Path page = Files.createTempFile("steelyard", ".html");
        try {
            Main.run(
                    "prices",
                    "show",
                    "claude-opus-4-5",
                    "--provider",
                    "anthropic",
                    "--at",
                    "2025-12-01");
            Main.run("prices", "history", "o3");
            Main.run("prices", "list", "--provider", "openai", "--at", "2025-06-01", "--json");
            Main.run("explain");
            Main.run("index", "--draws", "5");
            Main.run("compare", "--json");
            Main.run("explain", "--json", "--html", page.toString());
        } finally {
            Files.delete(page);
        }
    }
}
