package steelyard.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import steelyard.refusal.Refusal;

/// Prices, and perhaps quantities, of products in periods of time: what index numbers are made of.
///
/// Rows are kept as columns, by period and then by product; memory is linear in the rows.
public final class Panel {
    /// The rows of one period, in the order of their products.
    @SuppressWarnings("ArrayRecordComponent") // columns, read by the million and never compared
    record Slice(int[] product, double[] price, double[] quantity) {
        int rows() {
            return product.length;
        }

        double value(int row) {
            return price[row] * quantity[row];
        }

        double value() {
            double sum = 0;
            for (int i = 0; i < rows(); i++) {
                sum += value(i);
            }
            return sum;
        }
    }

    private final Timeline timeline;
    private final List<String> products;
    private final List<Slice> slices;
    private final boolean quantities;
    private final List<String> unsold;
    private final Map<String, Long> excluded;

    private Panel(
            Timeline timeline,
            List<String> products,
            List<Slice> slices,
            boolean quantities,
            List<String> unsold,
            Map<String, Long> excluded) {
        this.timeline = timeline;
        this.unsold = List.copyOf(unsold);
        this.products = products;
        this.slices = slices;
        this.quantities = quantities;
        this.excluded = Collections.unmodifiableMap(new LinkedHashMap<>(excluded));
    }

    /// The periods with rows, in the order of time.
    public List<String> periods() {
        return timeline.labels();
    }

    /// Periods between the first and the last that have no rows.
    public List<String> missing() {
        return timeline.missing();
    }

    /// Periods in which prices stood and nothing was sold: what follows is compared with the last
    /// period that had sales.
    public List<String> unsold() {
        return unsold;
    }

    public List<String> products() {
        return products;
    }

    /// Whether every row has a quantity.
    public boolean quantities() {
        return quantities;
    }

    /// Rows left out, by the reason.
    public Map<String, Long> excluded() {
        return excluded;
    }

    public long rows() {
        return slices.stream().mapToLong(Slice::rows).sum();
    }

    Slice slice(int period) {
        return slices.get(period);
    }

    /// This panel without the periods that have no rows, which become missing ones, and without
    /// those in which nothing was sold.
    public Panel withoutEmptyPeriods() {
        List<String> labels = new ArrayList<>();
        List<String> empty = new ArrayList<>(missing());
        List<String> idle = new ArrayList<>(unsold);
        List<Slice> filled = new ArrayList<>();
        for (int t = 0; t < slices.size(); t++) {
            Slice slice = slices.get(t);
            if (slice.rows() == 0) {
                empty.add(periods().get(t));
            } else if (quantities && slice.value() == 0) {
                idle.add(periods().get(t));
            } else {
                labels.add(periods().get(t));
                filled.add(slice);
            }
        }
        return new Panel(new Timeline(labels, empty), products, filled, quantities, idle, excluded);
    }

    /// This panel with the last price of each product carried forward through the periods in which
    /// it has none until it is seen again, sold in no quantity (Consumer Price Index Manual 2020,
    /// chapter 6: carry-forward imputation).
    public Panel carriedForward() {
        int[] last = new int[products.size()];
        for (int t = 0; t < slices.size(); t++) {
            for (int product : slices.get(t).product()) {
                last[product] = t;
            }
        }
        TreeMap<Integer, Double> standing = new TreeMap<>();
        List<Slice> filled = new ArrayList<>();
        for (int t = 0; t < slices.size(); t++) {
            Slice slice = slices.get(t);
            TreeMap<Integer, Integer> rows = new TreeMap<>();
            for (int i = 0; i < slice.rows(); i++) {
                rows.put(slice.product()[i], i);
            }
            int period = t;
            standing.keySet().stream()
                    .filter(product -> last[product] >= period)
                    .forEach(product -> rows.putIfAbsent(product, -1));
            int[] product = new int[rows.size()];
            double[] price = new double[rows.size()];
            double[] quantity = new double[rows.size()];
            int n = 0;
            for (Map.Entry<Integer, Integer> row : rows.entrySet()) {
                int at = row.getValue();
                product[n] = row.getKey();
                price[n] = at < 0 ? standing.getOrDefault(row.getKey(), 0.0) : slice.price()[at];
                quantity[n] = at < 0 ? 0 : slice.quantity()[at];
                standing.put(product[n], price[n++]);
            }
            filled.add(new Slice(product, price, quantity));
        }
        return new Panel(timeline, products, filled, quantities, unsold, excluded);
    }

    /// Some consecutive periods of this panel; products keep their numbers.
    Panel window(int from, int to) {
        return new Panel(
                new Timeline(timeline.labels().subList(from, to), List.of()),
                products,
                slices.subList(from, to),
                quantities,
                List.of(),
                Map.of());
    }

    /// @param source the name of the table, for messages
    public static Builder builder(String source) {
        return new Builder(source, List.of());
    }

    /// The same with periods that are given in their order and may have any labels.
    public static Builder builder(String source, List<String> periods) {
        return new Builder(source, periods);
    }

    /// Takes rows in any order.
    public static final class Builder {
        private final Map<String, Integer> periods = new HashMap<>();
        private final Map<String, Integer> products = new HashMap<>();
        private final Map<String, Long> excluded = new LinkedHashMap<>();
        private int[] period = new int[1024];
        private int[] product = new int[1024];
        private double[] price = new double[1024];
        private double[] quantity = new double[1024];
        private int[] line = new int[1024];
        private final String source;
        private final List<String> order;
        private int rows;
        private int withQuantity;

        private Builder(String source, List<String> order) {
            this.source = source;
            this.order = List.copyOf(order);
            order.forEach(label -> periods.put(label, periods.size()));
        }

        /// A row. Prices that are not above zero and quantities below zero leave it out, counted.
        ///
        /// @param price per unit
        /// @param quantity NaN if it is not known
        /// @param line where the row stands in its source, for messages
        public Builder add(String period, String product, double price, double quantity, int line) {
            int at = periods.computeIfAbsent(period, _ -> periods.size());
            if (!(price > 0) || Double.isInfinite(price)) {
                return exclude(price == 0 ? "price is zero" : "price is negative or no number");
            }
            if (quantity < 0 || Double.isInfinite(quantity)) {
                return exclude("quantity is negative or no number");
            }
            if (rows == this.price.length) {
                grow();
            }
            this.period[rows] = at;
            this.product[rows] = products.computeIfAbsent(product, _ -> products.size());
            this.price[rows] = price;
            this.quantity[rows] = quantity;
            this.line[rows] = line;
            withQuantity += Double.isNaN(quantity) ? 0 : 1;
            rows++;
            return this;
        }

        /// Counts a row that cannot be used.
        public Builder exclude(String reason) {
            excluded.merge(reason, 1L, Long::sum);
            return this;
        }

        private void grow() {
            int size = rows * 2;
            period = Arrays.copyOf(period, size);
            product = Arrays.copyOf(product, size);
            price = Arrays.copyOf(price, size);
            quantity = Arrays.copyOf(quantity, size);
            line = Arrays.copyOf(line, size);
        }

        /// Where some rows have quantities, those without are of no use.
        private void dropWithoutQuantity() {
            int kept = 0;
            for (int i = 0; i < rows; i++) {
                if (Double.isNaN(quantity[i])) {
                    exclude("price without a quantity");
                } else {
                    period[kept] = period[i];
                    product[kept] = product[i];
                    price[kept] = price[i];
                    line[kept] = line[i];
                    quantity[kept++] = quantity[i];
                }
            }
            rows = kept;
        }

        /// The panel.
        ///
        /// @throws Refusal if a product has two rows in a period, or the periods are not of one
        ///   kind
        public Panel build() {
            if (withQuantity > 0 && withQuantity < rows) {
                dropWithoutQuantity();
            }
            Timeline timeline =
                    order.isEmpty()
                            ? Timeline.of(periods.keySet())
                            : new Timeline(order, List.of());
            List<String> names = products.keySet().stream().sorted().toList();
            int[] place = new int[names.size()];
            for (int i = 0; i < place.length; i++) {
                place[number(products, names.get(i))] = i;
            }
            int[] counts = new int[timeline.labels().size()];
            int[] time = new int[counts.length];
            for (int t = 0; t < time.length; t++) {
                time[number(periods, timeline.labels().get(t))] = t;
            }
            for (int i = 0; i < rows; i++) {
                counts[time[period[i]]]++;
            }
            int[][] members = new int[counts.length][];
            for (int t = 0; t < counts.length; t++) {
                members[t] = new int[counts[t]];
            }
            for (int i = rows - 1; i >= 0; i--) {
                int t = time[period[i]];
                members[t][--counts[t]] = i;
            }
            List<Slice> slices = new ArrayList<>();
            for (int t = 0; t < members.length; t++) {
                slices.add(slice(members[t], place, timeline.labels().get(t), names));
            }
            Panel panel =
                    new Panel(
                            timeline,
                            names,
                            List.copyOf(slices),
                            withQuantity == rows,
                            List.of(),
                            excluded);
            return order.isEmpty() ? panel.withoutEmptyPeriods() : panel;
        }

        private static int number(Map<String, Integer> numbers, String name) {
            return Objects.requireNonNull(numbers.get(name), name);
        }

        private Slice slice(int[] members, int[] place, String label, List<String> names) {
            // product and row in one long: sorting primitives keeps a million rows quick
            long[] keys =
                    IntStream.of(members)
                            .mapToLong(i -> (long) place[product[i]] << 32 | i)
                            .sorted()
                            .toArray();
            Slice slice =
                    new Slice(
                            new int[keys.length], new double[keys.length], new double[keys.length]);
            for (int i = 0; i < keys.length; i++) {
                int row = (int) keys[i];
                slice.product()[i] = (int) (keys[i] >>> 32);
                slice.price()[i] = price[row];
                slice.quantity()[i] = quantity[row];
                if (i > 0 && slice.product()[i] == slice.product()[i - 1]) {
                    throw new Refusal(
                            "%s:%d: product \"%s\" has a second row in period %s (the first is line %d); add them up or average them first"
                                    .formatted(
                                            source,
                                            line[row],
                                            names.get(slice.product()[i]),
                                            label,
                                            line[(int) keys[i - 1]]));
                }
            }
            return slice;
        }
    }
}
