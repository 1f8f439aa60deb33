package steelyard.show;

/// A value in a column whose rows are of different kinds.
public record Measure(double value, Kind kind) {}
