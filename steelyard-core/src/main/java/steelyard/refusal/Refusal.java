package steelyard.refusal;

import org.jspecify.annotations.Nullable;

/// An input that cannot be used, or a question that cannot be asked of it. The message says what is
/// wrong, where, and what would be right: whoever gave it can mend it.
///
/// Whatever else is thrown, an [IllegalArgumentException] of the Java library among it, is a fault
/// of the program.
public class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
