package steelyard.show;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rows under typed columns, with the picture of them.
///
/// @param key of the rows in JSON
/// @param shown the rows for readers, where not all of them
/// @param seen who sees the table
/// @param tone how a row of a page is marked
public record Table<R>(
        String key,
        String title,
        String lead,
        List<Column<R>> columns,
        List<R> rows,
        List<R> shown,
        Optional<Chart> chart,
        Seen seen,
        Function<R, Tone> tone) {
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        shown = List.copyOf(shown);
    }

    /// Rows without columns yet.
    public static <R> Table<R> of(String key, String title, String lead, List<R> rows) {
        return new Table<>(
                key,
                title,
                lead,
                List.of(),
                rows,
                rows,
                Optional.empty(),
                Seen.BY_ALL,
                _ -> Tone.PLAIN);
    }

    /// With a column: a name, on one line.
    public Table<R> name(String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.NAME, name, heading, get);
    }

    /// With a column: words.
    public Table<R> words(
            String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.WORDS, name, heading, get);
    }

    /// With a column: yes or nothing.
    public Table<R> flag(String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.FLAG, name, heading, get);
    }

    /// With a column: a day or a time.
    public Table<R> date(String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.DATE, name, heading, get);
    }

    /// With a column: how many.
    public Table<R> count(
            String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.COUNT, name, heading, get);
    }

    /// With a column: how many tokens.
    public Table<R> tokens(
            String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.TOKENS, name, heading, get);
    }

    /// With a column: US dollars.
    public Table<R> usd(String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.USD, name, heading, get);
    }

    /// With a column: US dollars per million tokens.
    public Table<R> rate(String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.RATE, name, heading, get);
    }

    /// With a column: a part of a whole.
    public Table<R> share(
            String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.SHARE, name, heading, get);
    }

    /// With a column: seconds.
    public Table<R> seconds(
            String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.SECONDS, name, heading, get);
    }

    /// With a column: milliseconds.
    public Table<R> millis(
            String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.MILLIS, name, heading, get);
    }

    /// With a column: a price as a list states it.
    public Table<R> exact(
            String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.EXACT, name, heading, get);
    }

    /// With a column: a score.
    public Table<R> score(
            String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.SCORE, name, heading, get);
    }

    /// With a column: any other number.
    public Table<R> number(
            String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return plus(Kind.NUMBER, name, heading, get);
    }

    private Table<R> plus(
            Kind kind, String name, String heading, Function<R, ? extends @Nullable Object> get) {
        return withLast(columns, Column.of(kind, name, heading, get));
    }

    private Table<R> withLast(List<Column<R>> others, Column<R> last) {
        List<Column<R>> all = new ArrayList<>(others);
        all.add(last);
        return new Table<>(key, title, lead, all, rows, shown, chart, seen, tone);
    }

    /// The last column is for readers alone.
    public Table<R> forReaders() {
        return withLast(columns.subList(0, columns.size() - 1), columns.getLast().forReaders());
    }

    /// The last column is for readers of text alone.
    public Table<R> inText() {
        return withLast(columns.subList(0, columns.size() - 1), columns.getLast().inText());
    }

    /// The last column is for programs alone.
    public Table<R> forPrograms() {
        return withLast(columns.subList(0, columns.size() - 1), columns.getLast().forPrograms());
    }

    /// With a picture.
    public Table<R> with(Chart picture) {
        return new Table<>(
                key, title, lead, columns, rows, shown, Optional.of(picture), seen, tone);
    }

    /// For readers alone.
    public Table<R> forReadersAlone() {
        return seenBy(Seen.BY_READERS);
    }

    /// For programs alone.
    public Table<R> forProgramsAlone() {
        return seenBy(Seen.BY_PROGRAMS);
    }

    /// For readers of pages alone, who may fold it away.
    public Table<R> onPagesAlone() {
        return seenBy(Seen.ON_PAGES);
    }

    private Table<R> seenBy(Seen who) {
        return new Table<>(key, title, lead, columns, rows, shown, chart, who, tone);
    }

    /// With marks beside the rows of a page.
    public Table<R> toned(Function<R, Tone> tones) {
        return new Table<>(key, title, lead, columns, rows, shown, chart, seen, tones);
    }

    /// With fewer rows for readers than for programs.
    public Table<R> showing(List<R> some) {
        return new Table<>(key, title, lead, columns, rows, some, chart, seen, tone);
    }

    /// The columns that readers see, but those in which none of their rows has anything but zero.
    List<Column<R>> read(Seen... by) {
        return seen(by).stream()
                .filter(c -> shown.isEmpty() || shown.stream().anyMatch(c::hasSome))
                .toList();
    }

    private List<Column<R>> seen(Seen... by) {
        Set<Seen> those = EnumSet.of(Seen.BY_ALL, by);
        return columns.stream().filter(c -> those.contains(c.seen())).toList();
    }

    /// The columns that programs see.
    public List<Column<R>> data() {
        return seen(Seen.BY_PROGRAMS);
    }

    /// The rows as CSV, whole.
    public String csv() {
        List<Column<R>> data = data();
        return Csv.table(
                data.stream().map(Column::name).toList(),
                rows.stream().map(r -> data.stream().map(c -> c.csv(r)).toList()).toList());
    }

    /// The cells of some columns for readers.
    List<List<String>> cells(List<Column<R>> read) {
        return shown.stream().map(r -> read.stream().map(c -> c.text(r)).toList()).toList();
    }
}
