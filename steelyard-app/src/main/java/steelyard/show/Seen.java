package steelyard.show;

/// Who sees a column or a table.
public enum Seen {
    BY_ALL,
    BY_READERS,
    BY_PROGRAMS,
    /// Readers of pages alone, folded away.
    ON_PAGES,
    /// Readers of text alone.
    IN_TEXT
}
