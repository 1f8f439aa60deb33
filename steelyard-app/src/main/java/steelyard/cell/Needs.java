package steelyard.cell;

/// What calls ask of an offer.
///
/// @param prompt tokens of the longest prompt
/// @param answer tokens of the longest answer
/// @param images whether any prompt holds pictures
public record Needs(long prompt, long answer, boolean images) {
    /// Nothing in particular.
    public static final Needs NONE = new Needs(0, 0, false);
}
