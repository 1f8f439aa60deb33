package steelyard.cell;

/// How many people and tasks a period saw, in a team or in all.
///
/// @param period the index of the period asked for
/// @param users distinct people among the priced calls
/// @param tasks distinct tasks among them
/// @param withoutUser priced rows that name nobody
/// @param withoutTask priced rows that name no task
public record Crowd(
        int period,
        String team,
        long users,
        long tasks,
        long rows,
        long withoutUser,
        long withoutTask) {}
