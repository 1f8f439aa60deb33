package steelyard.show;

import java.util.Locale;

/// How a row stands out on a page.
public enum Tone {
    PLAIN,
    /// As it should be.
    GOOD,
    /// Not as it should be.
    BAD,
    /// Neither, or not known.
    OPEN;

    /// Its class in the page's style.
    String style() {
        return this == PLAIN ? "" : name().toLowerCase(Locale.ROOT);
    }
}
