package steelyard.show;

/// What a command or a page has to say, in every form.
public interface Shown {
    /// For a terminal or a pipe.
    ///
    /// @param colour whether to use it
    String text(boolean colour);

    /// With a schema's name at its head (docs/json.md).
    String json();

    /// The table that is the answer.
    String csv();

    /// A page by itself.
    Page page();
}
