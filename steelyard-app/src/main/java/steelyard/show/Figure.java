package steelyard.show;

import java.util.List;

/// One figure of an answer by itself, with the range in which it lies.
///
/// @param what in a few words
/// @param low not a number where no range is told
/// @param unit in words; what it is a share of, for shares
public record Figure(String what, Kind kind, double value, double low, double high, String unit) {
    /// Without a range.
    public static Figure of(String what, Kind kind, double value, String unit) {
        return new Figure(what, kind, value, Double.NaN, Double.NaN, unit);
    }

    /// With the range.
    public Figure between(double least, double most) {
        return new Figure(what, kind, value, least, most, unit);
    }

    /// Figures as a table.
    public static Table<Figure> table(String key, String title, String lead, List<Figure> figures) {
        return Table.of(key, title, lead, figures)
                .name("what", "", Figure::what)
                .number("value", "value", f -> new Measure(f.value, f.kind))
                .number("low", "low", f -> new Measure(f.low, f.kind))
                .number("high", "high", f -> new Measure(f.high, f.kind))
                .words("unit", "", Figure::unit)
                .forPrograms()
                .words("", "", f -> remark(f.unit))
                .forReaders();
    }

    /// What a unit says beyond the sign that readers see at the number.
    public static String remark(String unit) {
        return unit.replaceFirst("^(s|ms|USD|share|ratio)(, | |$)", "");
    }
}
