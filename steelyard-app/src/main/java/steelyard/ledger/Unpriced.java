package steelyard.ledger;

/// Calls that no price was found for.
///
/// @param period the index of the period asked for
/// @param name provider and model as the log names them
/// @param reason why, as people read it
public record Unpriced(
        int period, String name, String reason, long rows, long calls, long tokens) {}
