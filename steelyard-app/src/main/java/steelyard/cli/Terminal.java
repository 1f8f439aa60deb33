package steelyard.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/// What the program's output goes to.
final class Terminal {
    private Terminal() {}

    /// Whether a person watches: colour and progress are for terminals alone.
    @SuppressWarnings(
            "SystemConsoleNull") // documented to be null where there is no terminal provider
    static boolean watched() {
        @Nullable Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// Whether to use colour: on a terminal, unless NO_COLOR is set (no-color.org).
    static boolean colours() {
        String no = System.getenv("NO_COLOR");
        return watched() && (no == null || no.isEmpty());
    }
}
