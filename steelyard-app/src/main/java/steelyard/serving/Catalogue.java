package steelyard.serving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile;
import steelyard.table.TableFile.Row;

/// The accelerators, models and constants that come with Steelyard; the door of this room's data.
///
/// @param misses how far off predictions were, by group
public record Catalogue(
        Map<String, Accelerator> accelerators,
        Map<String, ModelShape> models,
        Constants constants,
        Map<String, Misses> misses) {
    public Catalogue {
        accelerators = Collections.unmodifiableMap(new LinkedHashMap<>(accelerators));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        misses = Collections.unmodifiableMap(new LinkedHashMap<>(misses));
    }

    public static Catalogue bundled() {
        Map<String, Accelerator> accelerators = new LinkedHashMap<>();
        bundled(
                "accelerators.csv",
                List.of("accelerator"),
                row -> accelerators.put(row.required("accelerator"), accelerator(row)));
        Map<String, ModelShape> models = new LinkedHashMap<>();
        bundled(
                "models.csv",
                List.of("model"),
                row -> models.put(row.required("model"), model(row)));
        Map<String, Constants.Constant> constants = new LinkedHashMap<>();
        bundled(
                "constants.csv",
                List.of("constant", "value", "start", "low", "high"),
                row ->
                        constants.put(
                                row.required("constant"),
                                new Constants.Constant(
                                        row.number("value"),
                                        row.number("start"),
                                        row.number("low"),
                                        row.number("high"),
                                        row.text("about"))));
        Map<String, Misses> misses = new LinkedHashMap<>();
        bundled(
                "misses.csv",
                Misses.COLUMNS,
                row -> misses.put(row.required("group"), Misses.of(row)));
        return new Catalogue(accelerators, models, new Constants(constants), misses);
    }

    /// A model by its id, or from a file `*.json`: the `config.json` of a Hugging Face repository.
    ///
    /// @throws Refusal naming like ones, or the file and field that is at fault
    public ModelShape model(String name) {
        return name.endsWith(".json")
                ? ConfigFile.read(Path.of(name))
                : named(name, models, "model");
    }

    /// An accelerator by its id, or the first that is a variant of the name: `h100` is `h100-sxm`.
    ///
    /// @throws Refusal naming those there are
    public Accelerator accelerator(String name) {
        return named(name, accelerators, "accelerator");
    }

    /// How far predictions of an engine's rates were off where they had never been fitted.
    public Misses misses(Deployment d) {
        return misses(d, "");
    }

    /// How far predictions of energy were off on models that were not seen.
    public Misses energyMisses(Deployment d) {
        return misses(d, Accuracy.ENERGY);
    }

    /// The same of another quantity: a suffix of the groups' names.
    private Misses misses(Deployment d, String quantity) {
        String group =
                switch (d.engine()) {
                    case TENSORRT_LLM -> "TensorRT-LLM, offline";
                    case VLLM ->
                            d.accelerator().family().equals("blackwell")
                                    ? Accuracy.HOST
                                    : "vLLM, fixed batch";
                    case SGLANG -> Accuracy.TUNED;
                    case DEFAULTS -> "engines as they come";
                };
        Misses own = misses.get(group + quantity);
        return own != null
                ? own
                : Objects.requireNonNull(misses.get(Accuracy.ALL + quantity), group);
    }

    /// With a user's own accelerators before the bundled ones: CSV with the columns of
    /// `accelerators.csv`, of which `accelerator`, `memory_gb`, `mem_bw_gb_s` and `bf16_tflops`
    /// must be there.
    ///
    /// @throws Refusal with the problems, each with file and line
    public Catalogue withAccelerators(Path file) {
        Map<String, Accelerator> all = new LinkedHashMap<>();
        TableFile.read(
                file,
                List.of("accelerator", "memory_gb", "mem_bw_gb_s", "bf16_tflops"),
                row -> {
                    Accelerator own = accelerator(row);
                    if (all.putIfAbsent(own.id(), own) != null) {
                        throw new Refusal(
                                "a second row for accelerator \"%s\"".formatted(own.id()));
                    }
                });
        accelerators.forEach(all::putIfAbsent);
        return new Catalogue(all, models, constants, misses);
    }

    /// With constants that were fitted anew.
    public Catalogue with(Accuracy.Refit fitted) {
        return new Catalogue(accelerators, models, fitted.constants(), fitted.heldOut());
    }

    /// The grid of a country by its code of two or three letters, or `world`.
    ///
    /// @throws Refusal naming those there are
    public static Grid grid(String region) {
        List<Grid> grids = new ArrayList<>();
        bundled("grid.csv", List.of("iso3"), row -> grids.add(Grid.of(row)));
        String code = region.strip().toUpperCase(Locale.ROOT);
        return grids.stream()
                .filter(g -> g.isCalled(code))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                "grid \"%s\" is none of %s, world"
                                        .formatted(
                                                region,
                                                grids.stream()
                                                        .map(Grid::iso3)
                                                        .sorted()
                                                        .collect(Collectors.joining(", ")))));
    }

    /// The measured operating points that come with Steelyard.
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        bundled("measured.csv", Point.COLUMNS, row -> points.add(Point.of(row)));
        return points;
    }

    private static <T> T named(String name, Map<String, T> all, String what) {
        String id = name.toLowerCase(Locale.ROOT);
        T exact = all.get(id);
        if (exact != null) {
            return exact;
        }
        if (what.equals("accelerator")) {
            for (Map.Entry<String, T> entry : all.entrySet()) {
                if (entry.getKey().startsWith(id + "-")) {
                    return entry.getValue();
                }
            }
        }
        List<String> like =
                all.keySet().stream()
                        .filter(k -> k.startsWith(id.substring(0, Math.min(3, id.length()))))
                        .toList();
        throw new Refusal(
                "%s \"%s\" is unknown; there are %s"
                        .formatted(
                                what,
                                name,
                                String.join(", ", like.isEmpty() ? all.keySet() : like)));
    }

    private static void bundled(String name, List<String> columns, Consumer<Row> take) {
        TableFile.resource(Catalogue.class, "/steelyard/serving/" + name, columns, take);
    }

    private static Accelerator accelerator(Row row) {
        for (String column : List.of("memory_gb", "mem_bw_gb_s")) {
            if (!(row.number(column) > 0)) {
                throw new Refusal(
                        "%s \"%s\" is not above zero".formatted(column, row.text(column)));
            }
        }
        return new Accelerator(
                row.required("accelerator").toLowerCase(Locale.ROOT),
                row.text("family").isEmpty() ? "other" : row.text("family"),
                row.number("memory_gb") * (1L << 30),
                row.number("mem_bw_gb_s") * 1e9,
                orZero(row, "bf16_tflops") * 1e12,
                orZero(row, "fp8_tflops") * 1e12,
                orZero(row, "int8_tops") * 1e12,
                orZero(row, "fp4_tflops") * 1e12,
                orZero(row, "scale_up_gb_s_per_accel_one_way") * 1e9,
                row.text("scale_up").startsWith("PCIe"),
                (int) Math.max(1, orZero(row, "scale_up_domain")),
                orZero(row, "scale_out_gbit_s_per_accel") * 1e9 / 8,
                optional(row, "tdp_w"),
                optional(row, "rent_usd_h_low"),
                optional(row, "rent_usd_h_typ"),
                optional(row, "rent_usd_h_high"),
                row.text("rent_date").isEmpty()
                        ? "as in the table"
                        : "%s, confidence %s"
                                .formatted(row.text("rent_date"), row.text("rent_confidence")));
    }

    private static ModelShape model(Row row) {
        int hidden = whole(row, "hidden");
        int vocabulary = whole(row, "vocab");
        boolean tied = row.required("tied_embeddings").equals("1");
        boolean mla = row.required("attention").equals("MLA");
        Function<String, Integer> zero = column -> (int) orZero(row, column);
        return new ModelShape(
                row.required("model"),
                mla ? ModelShape.Kind.MLA : ModelShape.Kind.HEADS,
                whole(row, "layers"),
                hidden,
                whole(row, "heads"),
                mla ? 1 : whole(row, "kv_heads"),
                whole(row, "head_dim"),
                mla
                        ? new ModelShape.Mla(
                                whole(row, "kv_lora_rank"),
                                whole(row, "qk_nope_head_dim"),
                                whole(row, "qk_rope_head_dim"),
                                whole(row, "v_head_dim"))
                        : ModelShape.Mla.NONE,
                zero.apply("routed_experts") == 0
                        ? ModelShape.Experts.NONE
                        : new ModelShape.Experts(
                                whole(row, "routed_experts"),
                                whole(row, "experts_per_token"),
                                whole(row, "moe_layers"),
                                (double) whole(row, "ffn_matrices")
                                        * hidden
                                        * whole(row, "moe_intermediate")),
                zero.apply("sliding_window"),
                whole(row, "full_attention_layers"),
                zero.apply("local_or_linear_layers"),
                zero.apply("dsa_topk"),
                vocabulary,
                (tied ? 1.0 : 2.0) * vocabulary * hidden,
                row.number("computed_total_b") * 1e9,
                row.number("kv_elements_per_token"),
                orZero(row, "state_elements"),
                Precision.named(row.required("native_dtype").split(" ")[0]));
    }

    private static int whole(Row row, String column) {
        double value = row.number(column);
        if (value != Math.rint(value) || value <= 0) {
            throw new Refusal(
                    "%s \"%s\" is no whole number above zero".formatted(column, row.text(column)));
        }
        return (int) value;
    }

    private static double orZero(Row row, String column) {
        return row.text(column).isEmpty() ? 0 : row.number(column);
    }

    static OptionalDouble optional(Row row, String column) {
        return row.text(column).isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(row.number(column));
    }
}
