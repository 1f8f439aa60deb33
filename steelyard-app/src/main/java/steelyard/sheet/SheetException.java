package steelyard.sheet;

/// A sheet that cannot be read: the message says what is wrong with it, and where.
public final class SheetException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SheetException(String message) {
        super(message);
    }

    public SheetException(String message, Throwable cause) {
        super(message, cause);
    }
}
