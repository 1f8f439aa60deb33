package steelyard.show;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A column of a table: what it is called, what it holds, and how to get that from a row.
///
/// @param name in JSON and CSV
/// @param heading for readers
/// @param seen who sees it
/// @param get a text, a number (a [BigDecimal] is an exact amount), a boolean, a date, a [Measure],
///   an optional of one of them, or null for nothing; a number that is not finite is nothing too
public record Column<R>(
        String name,
        String heading,
        Kind kind,
        Seen seen,
        Function<R, ? extends @Nullable Object> get) {
    /// A column that is seen by all.
    public static <R> Column<R> of(
            Kind kind, String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return new Column<>(name, heading, kind, Seen.BY_ALL, get);
    }

    /// The same for readers alone.
    public Column<R> forReaders() {
        return new Column<>(name, heading, kind, Seen.BY_READERS, get);
    }

    /// The same for readers of text alone.
    public Column<R> inText() {
        return new Column<>(name, heading, kind, Seen.IN_TEXT, get);
    }

    /// The same for programs alone.
    public Column<R> forPrograms() {
        return new Column<>(name, heading, kind, Seen.BY_PROGRAMS, get);
    }

    /// The value of a row; empty if it has none.
    Optional<Object> value(R row) {
        return plain(get.apply(row)).map(v -> v instanceof BigDecimal d ? exact(d) : v);
    }

    /// A price as its list has it, without the zeros behind it; a sum of charges with all twelve
    /// decimals.
    private BigDecimal exact(BigDecimal amount) {
        BigDecimal plain = amount.stripTrailingZeros();
        return kind != Kind.EXACT ? amount : plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private static Optional<Object> plain(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case Optional<?> o -> plain(o.orElse(null));
            case OptionalDouble o -> o.isPresent() ? plain(o.getAsDouble()) : Optional.empty();
            case OptionalLong o -> o.isPresent() ? Optional.of(o.getAsLong()) : Optional.empty();
            case OptionalInt o -> o.isPresent() ? Optional.of(o.getAsInt()) : Optional.empty();
            case Measure m -> Double.isFinite(m.value()) ? Optional.of(m) : Optional.empty();
            case Double d -> Double.isFinite(d) ? Optional.of(d) : Optional.empty();
            case String s -> s.isEmpty() ? Optional.empty() : Optional.of(s);
            default -> Optional.of(value);
        };
    }

    /// Whether a row has more than nothing and zero.
    boolean hasSome(R row) {
        return value(row)
                .filter(v -> !(v instanceof Number n) || n.doubleValue() != 0)
                .filter(v -> !(v instanceof Measure m) || m.value() != 0)
                .isPresent();
    }

    /// As readers see it; a dash for nothing, but where there is no heading.
    String text(R row) {
        return value(row).map(kind::text).orElse(heading.isEmpty() ? "" : "-");
    }

    /// Whole, for a cell of CSV; blank for nothing.
    String csv(R row) {
        return value(row)
                .map(v ->
                        switch (v) {
                            case Measure m -> Csv.number(m.value());
                            case Double d -> Csv.number(d);
                            case BigDecimal d -> d.toPlainString();
                            case Number n -> n.toString();
                            case Boolean b -> b.toString();
                            default -> Csv.word(v.toString());
                        })
                .orElse("");
    }
}
