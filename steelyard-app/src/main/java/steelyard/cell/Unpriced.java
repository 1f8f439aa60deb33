package steelyard.cell;

/// Calls that no price was found for.
///
/// @param period the index of the period asked for
/// @param name provider and model as the log names them
/// @param reason why, as people read it
public record Unpriced(int period, String name, String reason, long rows, long calls, long tokens) {
    /// Both together, of one name, reason and period.
    public Unpriced plus(Unpriced other) {
        return new Unpriced(
                period,
                name,
                reason,
                rows + other.rows,
                calls + other.calls,
                tokens + other.tokens);
    }
}
