package steelyard.index;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import steelyard.refusal.Refusal;

/// How a new window of a rolling index is joined to the series so far.
///
/// Each compares the newest period with one or more link periods inside the window, and those with
/// the period before in the window before, or in the series as published (Krsinich 2016; de Haan
/// 2015; Diewert and Fox 2017; Chessa 2019 for published links).
public enum Splice {
    MOVEMENT(false),
    WINDOW(false),
    HALF(false),
    MEAN(false),
    WINDOW_PUBLISHED(true),
    HALF_PUBLISHED(true),
    MEAN_PUBLISHED(true);

    private final boolean published;

    Splice(boolean published) {
        this.published = published;
    }

    /// The name on the command line, e.g. `mean-published`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A splice by its id.
    public static Optional<Splice> named(String id) {
        return Arrays.stream(values())
                .filter(s -> s.id().equals(id.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// The ids, for messages.
    public static String ids() {
        return Arrays.stream(values()).map(Splice::id).collect(Collectors.joining(", "));
    }

    /// Whether the older side of a link is read off the series itself.
    boolean published() {
        return published;
    }

    /// The link periods, as places in a window of this length, the first 0.
    ///
    /// @throws Refusal for a half splice over an even window
    List<Integer> links(int length) {
        return switch (this) {
            case MOVEMENT -> List.of(length - 2);
            case WINDOW, WINDOW_PUBLISHED -> List.of(0);
            case HALF, HALF_PUBLISHED -> {
                if (length % 2 == 0) {
                    throw new Refusal(
                            "a half splice needs an odd window, not %d periods".formatted(length));
                }
                yield List.of((length - 1) / 2);
            }
            case MEAN, MEAN_PUBLISHED -> IntStream.range(0, length - 1).boxed().toList();
        };
    }
}
