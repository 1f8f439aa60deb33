package steelyard.serving;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;

/// How a serving program spends its host and its memory.
public enum Engine {
    TENSORRT_LLM("tensorrt-llm", true, Room.WHOLE),
    VLLM("vllm", false, Room.AS_IT_GROWS),
    SGLANG("sglang", false, Room.ESTIMATED),
    /// Any of them as it comes, not tuned.
    DEFAULTS("defaults", false, Room.WHOLE);

    /// For how much of an answer cache is kept when its request is let in.
    public enum Room {
        WHOLE,
        /// For a share of what is still to come, by what was seen.
        ESTIMATED,
        AS_IT_GROWS
    }

    private final String id;
    private final boolean ofWhatIsFree;
    private final Room room;

    Engine(String id, boolean ofWhatIsFree, Room room) {
        this.id = id;
        this.ofWhatIsFree = ofWhatIsFree;
        this.room = room;
    }

    public String id() {
        return id;
    }

    public Room room() {
        return room;
    }

    /// @throws Refusal naming those there are
    public static Engine named(String id) {
        return Arrays.stream(values())
                .filter(e -> e.id.equals(id.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                "engine \"%s\" is none of %s"
                                        .formatted(
                                                id,
                                                Arrays.stream(values())
                                                        .map(Engine::id)
                                                        .collect(Collectors.joining(", ")))));
    }

    /// Bytes left for the cache: TensorRT-LLM takes a share of what the weights leave free, the
    /// others take a share of all memory and put the weights in it.
    double cache(double total, double used, double share) {
        return ofWhatIsFree ? share * (total - used) : share * total - used;
    }

    public Profile profile(Constants constants) {
        return new Profile(
                constants.of("engine." + id + ".step"),
                constants.of("engine." + id + ".layer"),
                constants.of("engine." + id + ".moe"),
                constants.of("engine." + id + ".sequence"),
                constants.of("engine." + id + ".reserved"),
                (int) constants.of("engine." + id + ".sequences"));
    }

    /// @param step seconds per step
    /// @param layer seconds per layer beside its operators
    /// @param moe the same, more, per layer with experts
    /// @param sequence seconds per sequence in a step
    /// @param reserved share of the answer for which cache is kept free
    /// @param sequences most at a time per rank
    public record Profile(
            double step,
            double layer,
            double moe,
            double sequence,
            double reserved,
            int sequences) {}
}
