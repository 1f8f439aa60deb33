package steelyard.show;

/// Draws bars between two values on so many columns of text, to an eighth of a column.
public record Axis(double bottom, double top, int columns) {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

    /// A bar between two values; a mark where it is too short to be seen, nothing where it is none.
    public String bar(double from, double to) {
        double span = top - bottom;
        if (span <= 0) {
            return "";
        }
        double left = (Math.min(from, to) - bottom) / span * columns;
        double right = (Math.max(from, to) - bottom) / span * columns;
        int start = (int) Math.min(Math.round(left), columns - 1);
        int eighths = (int) Math.min(Math.round((right - left) * 8), (columns - start) * 8L);
        if (eighths <= 0) {
            return from == to ? "" : " ".repeat(start) + "▏";
        }
        int part = eighths % 8;
        return " ".repeat(start)
                + "█".repeat(eighths / 8)
                + (part == 0 ? "" : EIGHTHS.charAt(part));
    }
}
