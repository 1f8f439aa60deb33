package steelyard.serving;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;

/// How far this room is from measurements that others made.
///
/// @param groups by how it was measured
/// @param worst the points that are furthest off, the worst first
/// @param unplaced points that say too little to be predicted, by reason
public record Accuracy(
        Map<String, Group> groups, List<Miss> worst, Map<String, Integer> unplaced, int points) {
    /// All points of engines that somebody had tuned, together.
    static final String TUNED = "tuned engines together";

    static final String ALL = "all engines";

    static final String HOST = "vLLM, fixed batch, bound by its host";

    /// Records whose layout was not published.
    static final String SUPPOSED = "offline, layout not published, the best supposed";

    /// What says too little of our constants, or what they do not hold for.
    private static final Set<String> NEVER_FITTED = Set.of(HOST, SUPPOSED);

    /// What the energy of a kind of points is listed under, after its name.
    static final String ENERGY = ", energy per token";

    private static final String TIME = ", time per token";

    private static final int FOLDS = 5;
    private static final int WORST = 10;

    /// @param fitted whether these figures took part in fitting the constants
    public record Group(Misses misses, boolean fitted) {}

    /// @param predicted tokens per second
    public record Miss(Trial trial, double predicted) {
        double ratio() {
            return predicted / trial.point().rate();
        }
    }

    public Accuracy {
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        worst = List.copyOf(worst);
        unplaced = Collections.unmodifiableMap(new TreeMap<>(unplaced));
    }

    /// With groups that another room scored, which were never fitted.
    public Accuracy with(Map<String, Misses> others) {
        Map<String, Group> all = new LinkedHashMap<>(groups);
        others.forEach((name, misses) -> all.put(name, new Group(misses, false)));
        return new Accuracy(all, worst, unplaced, points);
    }

    /// Against the bundled measurements, with the bundled constants.
    public static Accuracy bundled(Catalogue catalogue) {
        return of(catalogue.points(), catalogue, true);
    }

    /// Against one's own; columns as in `measured.csv` (docs/methods/serving.md).
    ///
    /// @throws Refusal with the problems, each with file and line
    public static Accuracy of(Path file, Catalogue catalogue) {
        List<Point> points = points(file, catalogue);
        Accuracy accuracy = of(points, catalogue, false);
        if (accuracy.groups.isEmpty()) {
            throw new Refusal(
                    "%s: none of %d points says enough to be predicted: %s"
                            .formatted(
                                    file,
                                    points.size(),
                                    String.join("; ", accuracy.unplaced.keySet())));
        }
        return accuracy;
    }

    /// One's own measurements.
    ///
    /// @throws Refusal with the problems, each with file and line
    public static List<Point> points(Path file, Catalogue catalogue) {
        List<Point> points = new ArrayList<>();
        TableFile.read(
                file,
                Point.COLUMNS,
                row -> {
                    Point point = Point.of(row);
                    catalogue.model(point.model());
                    catalogue.accelerator(point.accelerator());
                    Precision.named(point.weights());
                    Precision.cache(point.cache());
                    points.add(point);
                });
        return points;
    }

    private static Accuracy of(List<Point> points, Catalogue catalogue, boolean fitted) {
        Map<String, Integer> unplaced = new TreeMap<>();
        Map<Trial, Double> ratios = new LinkedHashMap<>();
        for (Trial trial : placed(points, catalogue, unplaced)) {
            ratios.put(trial, trial.ratio(catalogue.constants()));
        }
        List<Miss> worst =
                ratios.entrySet().stream()
                        .filter(e -> !e.getValue().isNaN())
                        .sorted(Comparator.comparingDouble(e -> -Math.abs(Math.log(e.getValue()))))
                        .limit(WORST)
                        .map(e -> new Miss(e.getKey(), e.getValue() * e.getKey().point().rate()))
                        .toList();
        Map<String, Group> groups = new LinkedHashMap<>();
        groups(ratios)
                .forEach((name, misses) ->
                        groups.put(
                                name, new Group(misses, fitted && !NEVER_FITTED.contains(name))));
        Map<Trial, Double> times = new LinkedHashMap<>();
        for (Trial trial : ratios.keySet()) {
            trial.timeRatio(catalogue.constants()).ifPresent(r -> times.put(trial, r));
        }
        groups(times).forEach((name, misses) -> groups.put(name + TIME, new Group(misses, false)));
        Map<Trial, Double> energies = new LinkedHashMap<>();
        for (Trial trial : ratios.keySet()) {
            trial.energyRatio(catalogue.constants()).ifPresent(r -> energies.put(trial, r));
        }
        energies(energies).forEach((name, misses) -> groups.put(name, new Group(misses, fitted)));
        return new Accuracy(groups, worst, unplaced, points.size());
    }

    /// What fitting anew gives: the constants, and misses of points that were held out.
    public record Refit(Constants constants, Map<String, Misses> heldOut) {
        public Refit {
            heldOut = Collections.unmodifiableMap(new LinkedHashMap<>(heldOut));
        }

        /// Writes `constants.csv` and `misses.csv` into a folder.
        ///
        /// @throws UncheckedIOException if they cannot be written
        public void write(Path folder) {
            List<List<String>> rows = new ArrayList<>();
            constants
                    .all()
                    .forEach((name, c) ->
                            rows.add(
                                    List.of(
                                            name,
                                            figures(c.value()),
                                            figures(c.start()),
                                            figures(c.low()),
                                            figures(c.high()),
                                            c.about())));
            write(
                    folder.resolve("constants.csv"),
                    List.of("constant", "value", "start", "low", "high", "about"),
                    rows);
            List<List<String>> groups = new ArrayList<>();
            heldOut.forEach((name, m) ->
                    groups.add(
                            List.of(
                                    name,
                                    String.valueOf(m.points()),
                                    figures(m.medianError()),
                                    figures(m.medianFactor()),
                                    figures(m.within25()),
                                    figures(m.low()),
                                    figures(m.middle()),
                                    figures(m.high()))));
            write(folder.resolve("misses.csv"), Misses.COLUMNS, groups);
        }

        private static void write(Path file, List<String> header, List<List<String>> rows) {
            try {
                Path half = Files.createTempFile(file.toAbsolutePath().getParent(), "half", ".csv");
                try (CsvWriter csv =
                        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(half)) {
                    csv.writeRecord(header);
                    rows.forEach(csv::writeRecord);
                }
                Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": not writable: " + e.getMessage(), e);
            }
        }

        /// Four significant figures: no fit tells more.
        private static String figures(double value) {
            return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toString();
        }
    }

    /// Fits the constants to the bundled measurements, once to all and five times to four fifths of
    /// the combinations of model and accelerator, the rest predicted. Half a minute.
    public static Refit refit(Catalogue catalogue) {
        Map<Boolean, List<Trial>> bound =
                placed(catalogue.points(), catalogue, new TreeMap<>()).stream()
                        .collect(Collectors.groupingBy(t -> NEVER_FITTED.contains(t.group())));
        List<Trial> trials = bound.getOrDefault(false, List.of());
        List<Trial> host = bound.getOrDefault(true, List.of());
        Constants fitted = Fit.of(trials, host, catalogue.constants());
        Map<Trial, Double> heldOut =
                new HashMap<>(Fit.crossValidated(trials, catalogue.constants(), FOLDS));
        for (Trial trial : host) {
            heldOut.put(trial, trial.ratio(fitted));
        }
        Map<String, Misses> misses = new LinkedHashMap<>(groups(heldOut));
        misses.putAll(
                energies(Fit.energyOfUnseenModels(trials, host, catalogue.constants(), FOLDS)));
        return new Refit(fitted, misses);
    }

    private static List<Trial> placed(
            List<Point> points, Catalogue catalogue, Map<String, Integer> unplaced) {
        List<Trial> trials = new ArrayList<>();
        for (Point point : points) {
            Trial.Placed placed = Trial.place(point, catalogue);
            placed.trial()
                    .ifPresentOrElse(
                            trials::add, () -> unplaced.merge(placed.reason(), 1, Integer::sum));
        }
        return trials;
    }

    private static Map<String, Misses> groups(Map<Trial, Double> ratios) {
        Map<String, List<Double>> groups =
                ratios.entrySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        e -> e.getKey().group(),
                                        TreeMap::new,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        List<Double> tuned =
                ratios.entrySet().stream()
                        .filter(e -> isTuned(e.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        Map<String, Misses> misses = new LinkedHashMap<>();
        if (!tuned.isEmpty()) {
            misses.put(TUNED, Misses.of(tuned));
        }
        groups.forEach((name, list) -> misses.put(name, Misses.of(list)));
        return misses;
    }

    /// All of them together, and by group.
    private static Map<String, Misses> energies(Map<Trial, Double> ratios) {
        Map<String, Misses> misses = new LinkedHashMap<>();
        if (!ratios.isEmpty()) {
            misses.put(ALL + ENERGY, Misses.of(ratios.values()));
        }
        groups(ratios)
                .forEach((name, m) -> {
                    if (!name.equals(TUNED)) {
                        misses.put(name + ENERGY, m);
                    }
                });
        return misses;
    }

    private static boolean isTuned(Trial trial) {
        return trial.deployment().engine() != Engine.DEFAULTS
                && !NEVER_FITTED.contains(trial.group());
    }
}
