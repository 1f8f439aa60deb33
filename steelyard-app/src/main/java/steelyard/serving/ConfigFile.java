package steelyard.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import steelyard.refusal.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a model's shape from the `config.json` of its Hugging Face repository.
///
/// Layers of full, windowed or compressed attention with gated feed-forward layers, dense or of
/// experts. Linear attention and state-space layers are refused: their state is not in the file in
/// any common form.
final class ConfigFile {
    private static final long MOST_BYTES = 1 << 20;

    private final Path file;
    private final JsonNode root;

    private ConfigFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /// @throws Refusal naming the file and the field that is missing or odd
    static ModelShape read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new Refusal(file + ": too large for a config.json");
            }
            JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
            return new ConfigFile(file, root.has("text_config") ? root.get("text_config") : root)
                    .shape(root);
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": no such file", e);
        } catch (JacksonException e) {
            throw new Refusal("%s: not JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": not readable: " + e.getMessage(), e);
        }
    }

    private ModelShape shape(JsonNode outer) {
        int layers = whole("num_hidden_layers");
        int hidden = whole("hidden_size");
        int heads = whole("num_attention_heads");
        boolean mla = root.has("kv_lora_rank");
        int kvHeads = mla ? 1 : optional("num_key_value_heads").orElse(heads);
        int headDim =
                mla
                        ? whole("qk_nope_head_dim") + whole("qk_rope_head_dim")
                        : optional("head_dim").orElse(hidden / heads);
        ModelShape.Experts experts = experts(layers, hidden);
        int windowed = windowed(layers);
        int vocabulary = whole("vocab_size");
        double embeddings = (flag(outer) ? 1.0 : 2.0) * vocabulary * hidden;
        ModelShape.Mla ranks =
                mla
                        ? new ModelShape.Mla(
                                whole("kv_lora_rank"),
                                whole("qk_nope_head_dim"),
                                whole("qk_rope_head_dim"),
                                whole("v_head_dim"))
                        : ModelShape.Mla.NONE;
        double attention =
                mla ? compressed(hidden, heads, ranks) : 2.0 * hidden * headDim * (heads + kvHeads);
        double dense = 3.0 * hidden * (layers - experts.layers()) * denseWidth(layers, experts);
        double shared =
                (double) experts.layers() * hidden * (3.0 * sharedWidth() + experts.count());
        return new ModelShape(
                String.valueOf(file.getFileName()),
                mla ? ModelShape.Kind.MLA : ModelShape.Kind.HEADS,
                layers,
                hidden,
                heads,
                kvHeads,
                headDim,
                ranks,
                experts,
                windowed > 0 ? whole("sliding_window", "attention_chunk_size") : 0,
                layers - windowed,
                windowed,
                optional("index_topk").orElse(0),
                vocabulary,
                embeddings,
                layers * attention + dense + shared + experts.weights() + embeddings,
                (double) layers * (mla ? ranks.rank() + ranks.rope() : 2.0 * kvHeads * headDim),
                0,
                published(outer));
    }

    private double compressed(int hidden, int heads, ModelShape.Mla m) {
        double queries = (double) heads * (m.nope() + m.rope());
        double q =
                optional("q_lora_rank")
                        .map(rank -> rank * (hidden + queries))
                        .orElse(hidden * queries);
        return q
                + (double) hidden * (m.rank() + m.rope())
                + (double) m.rank() * heads * (m.nope() + m.value())
                + (double) heads * m.value() * hidden;
    }

    private ModelShape.Experts experts(int layers, int hidden) {
        Optional<Integer> count =
                optional("num_local_experts", "n_routed_experts", "num_experts").filter(n -> n > 1);
        if (count.isEmpty()) {
            return ModelShape.Experts.NONE;
        }
        int width = whole("moe_intermediate_size", "intermediate_size");
        return new ModelShape.Experts(
                count.get(),
                whole("num_experts_per_tok", "experts_per_token"),
                layers - optional("first_k_dense_replace").orElse(0),
                3.0 * hidden * width);
    }

    private int denseWidth(int layers, ModelShape.Experts experts) {
        return experts.layers() == layers ? 0 : whole("intermediate_size");
    }

    private int sharedWidth() {
        return optional("shared_expert_intermediate_size")
                .orElseGet(() ->
                        optional("n_shared_experts")
                                .filter(n -> n > 0)
                                .map(n -> n * whole("moe_intermediate_size"))
                                .orElse(0));
    }

    /// How many layers look no further than a window.
    private int windowed(int layers) {
        JsonNode types = root.get("layer_types");
        if (types != null && types.isArray()) {
            List<String> known =
                    List.of("full_attention", "sliding_attention", "chunked_attention");
            int windowed = 0;
            for (JsonNode type : types) {
                if (!known.contains(type.asString())) {
                    throw fault(
                            "layer_types",
                            "\"%s\" cannot be read from a config.json".formatted(type.asString()));
                }
                windowed += type.asString().equals("full_attention") ? 0 : 1;
            }
            return windowed;
        }
        if (Stream.of("hybrid_override_pattern", "mamba_num_heads", "ssm_cfg", "linear_attn_config")
                .anyMatch(root::has)) {
            throw fault("layers", "state-space or linear attention cannot be read from here");
        }
        boolean unused =
                root.has("use_sliding_window") && !root.get("use_sliding_window").asBoolean();
        return !unused && optional("sliding_window").isPresent() ? layers : 0;
    }

    private boolean flag(JsonNode outer) {
        JsonNode tied =
                root.has("tie_word_embeddings")
                        ? root.get("tie_word_embeddings")
                        : outer.get("tie_word_embeddings");
        if (tied == null || !tied.isBoolean()) {
            throw fault(
                    "tie_word_embeddings",
                    "missing; write true if input and output embeddings are the same weights");
        }
        return tied.asBoolean();
    }

    private Precision published(JsonNode outer) {
        JsonNode quantised =
                root.has("quantization_config")
                        ? root.get("quantization_config")
                        : outer.get("quantization_config");
        if (quantised != null) {
            String method = quantised.path("quant_method").asString("");
            if (method.equals("fp8") || method.equals("mxfp4")) {
                return Precision.named(method);
            }
            throw fault(
                    "quantization_config",
                    "quant_method \"%s\" is neither fp8 nor mxfp4; take it out and give --weights"
                            .formatted(method));
        }
        return Precision.BF16;
    }

    private int whole(String... names) {
        return optional(names).orElseThrow(() -> fault(names[0], "missing"));
    }

    private Optional<Integer> optional(String... names) {
        for (String name : names) {
            JsonNode value = root.get(name);
            if (value != null && !value.isNull()) {
                if (!value.isInt() || value.asInt() < 0) {
                    throw fault(name, value + " is no whole number");
                }
                return Optional.of(value.asInt());
            }
        }
        return Optional.empty();
    }

    private Refusal fault(String field, String what) {
        return new Refusal("%s: %s: %s".formatted(file, field, what));
    }
}
