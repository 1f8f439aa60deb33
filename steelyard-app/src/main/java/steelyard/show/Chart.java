package steelyard.show;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A picture of a table.
public sealed interface Chart {
    String title();

    /// Lines over common labels.
    ///
    /// @param unit of the values
    /// @param log whether values stand on a logarithmic axis
    /// @param step whether values hold until the next one
    record Lines(
            String title,
            Kind unit,
            boolean log,
            boolean step,
            List<String> labels,
            List<Line> lines)
            implements Chart {
        public Lines {
            labels = List.copyOf(labels);
            lines = List.copyOf(lines);
        }

        public Lines(String title, Kind unit, List<String> labels, List<Line> lines) {
            this(title, unit, false, false, labels, lines);
        }

        public Lines(String title, boolean log, List<String> labels, List<Line> lines) {
            this(title, Kind.NUMBER, log, false, labels, lines);
        }
    }

    /// @param values one for each label; NaN for none
    record Line(String name, List<Double> values) {
        public Line {
            values = List.copyOf(values);
        }
    }

    /// Parts of a whole over common labels, one upon the other.
    record Stacks(String title, Kind unit, List<String> labels, List<Line> parts) implements Chart {
        public Stacks {
            labels = List.copyOf(labels);
            parts = List.copyOf(parts);
        }
    }

    /// Values by name, the longest first.
    record Ranks(String title, Kind unit, List<Rank> ranks) implements Chart {
        public Ranks {
            ranks = List.copyOf(ranks);
        }
    }

    record Rank(String name, double value) {}

    /// Bars from a low to a high value about a common middle: a tornado.
    ///
    /// @param middle not a number for bars that are ranges by themselves
    record Bars(String title, Kind unit, double middle, List<Bar> bars) implements Chart {
        public Bars {
            bars = List.copyOf(bars);
        }
    }

    /// @param low value at the low end of what the bar stands for
    record Bar(String name, double low, double high) {}

    /// Values by row and column, the darker the more.
    record Heat(String title, List<String> columns, List<String> rows, List<List<Double>> values)
            implements Chart {
        public Heat {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            values = values.stream().map(List::copyOf).toList();
        }
    }

    /// Points of price and score, with the frontier as a line.
    ///
    /// @param mark a price to be marked, and what it is
    record Scatter(String title, List<Dot> dots, double mark, String marked) implements Chart {
        public Scatter {
            dots = List.copyOf(dots);
        }
    }

    /// @param told further words
    record Dot(
            String name, String told, double usd, double score, boolean frontier, boolean used) {}

    /// Puts what draws this into the data of a page.
    default void put(ObjectNode root, String id) {
        switch (this) {
            case Lines c -> {
                ObjectNode node = root.withObject("/lines").putObject(id);
                node.put("unit", c.unit().name()).put("log", c.log()).put("step", c.step());
                put(node, c.labels(), c.lines());
            }
            case Stacks c -> {
                ObjectNode node = root.withObject("/stacks").putObject(id);
                node.put("unit", c.unit().name());
                put(node, c.labels(), c.parts());
            }
            case Ranks c -> {
                ObjectNode node = root.withObject("/ranks").putObject(id);
                node.put("unit", c.unit().name());
                ArrayNode ranks = node.putArray("ranks");
                c.ranks()
                        .forEach(r ->
                                ranks.addObject().put("name", r.name()).put("value", r.value()));
            }
            case Bars c -> {
                ObjectNode node = root.withObject("/bars").putObject(id);
                node.put("unit", c.unit().name());
                if (Double.isFinite(c.middle())) {
                    node.put("middle", c.middle());
                }
                ArrayNode bars = node.putArray("bars");
                for (Bar b : c.bars()) {
                    bars.addObject()
                            .put("name", b.name())
                            .put("low", b.low())
                            .put("high", b.high());
                }
            }
            case Scatter c -> {
                ObjectNode node = root.withObject("/scatter").putObject(id);
                ArrayNode points = node.putArray("points");
                for (Dot d : c.dots()) {
                    points.addObject()
                            .put("model", d.name())
                            .put("listing", d.told())
                            .put("usd", d.usd())
                            .put("score", d.score())
                            .put("frontier", d.frontier())
                            .put("used", d.used());
                }
                node.put("spent", c.mark()).put("marked", c.marked());
            }
            case Heat c -> {
                ObjectNode node = root.withObject("/heat").putObject(id);
                c.columns().forEach(node.putArray("columns")::add);
                c.rows().forEach(node.putArray("rows")::add);
                ArrayNode values = node.putArray("values");
                for (int r = 0; r < c.values().size(); r++) {
                    for (int i = 0; i < c.values().get(r).size(); i++) {
                        values.addArray().add(i).add(r).add(c.values().get(r).get(i));
                    }
                }
            }
        }
    }

    private static void put(ObjectNode node, List<String> labels, List<Line> lines) {
        labels.forEach(node.putArray("labels")::add);
        ArrayNode series = node.putArray("series");
        for (Line line : lines) {
            ArrayNode data = series.addObject().put("name", line.name()).putArray("data");
            for (double v : line.values()) {
                if (Double.isNaN(v)) {
                    data.addNull();
                } else {
                    data.add(v);
                }
            }
        }
    }
}
