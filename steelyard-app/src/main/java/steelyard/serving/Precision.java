package steelyard.serving;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;

/// How weights are stored and multiplied.
public enum Precision {
    BF16(2, 2, Unit.BF16, false),
    FP16(2, 2, Unit.BF16, false),
    FP8(1, 1, Unit.FP8, false),
    INT8(1, 1, Unit.INT8, false),
    /// Eight-bit weights, sixteen-bit activations: dequantised before they are multiplied.
    FP8_W8A16(1, 1, Unit.BF16, true),
    INT4_W4A16(0.53, 0.53, Unit.BF16, true),
    /// Four bits and a scale for sixteen: 4.5 bits a weight.
    NVFP4(0.5625, 0.5625, Unit.FP4, false),
    /// Experts in four bits and a scale for thirty-two, all else in sixteen (gpt-oss).
    MXFP4(2, 0.53125, Unit.BF16, false);

    /// What the multipliers take.
    public enum Unit {
        BF16,
        FP8,
        INT8,
        FP4;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final double bytes;
    private final double expertBytes;
    private final Unit unit;
    private final boolean dequantised;

    Precision(double bytes, double expertBytes, Unit unit, boolean dequantised) {
        this.bytes = bytes;
        this.expertBytes = expertBytes;
        this.unit = unit;
        this.dequantised = dequantised;
    }

    /// The name on the command line and in tables, e.g. `fp8-w8a16`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws Refusal naming those there are
    public static Precision named(String id) {
        return Arrays.stream(values())
                .filter(p ->
                        p.id().equals(id.toLowerCase(Locale.ROOT))
                                || (p == INT4_W4A16 && id.equalsIgnoreCase("int4")))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                "precision \"%s\" is none of %s"
                                        .formatted(
                                                id,
                                                Arrays.stream(values())
                                                        .map(Precision::id)
                                                        .collect(Collectors.joining(", ")))));
    }

    /// Bytes per cached element.
    ///
    /// @throws Refusal for what a cache is not kept in
    public static double cache(String id) {
        Precision precision = named(id);
        if (precision != BF16 && precision != FP16 && precision != FP8 && precision != INT8) {
            throw new Refusal("a cache in \"%s\" is none of bf16, fp16, fp8, int8".formatted(id));
        }
        return precision.bytes;
    }

    /// Bytes per weight outside the routed experts.
    double bytes() {
        return bytes;
    }

    /// Bytes per weight of a routed expert.
    double expertBytes() {
        return expertBytes;
    }

    Unit unit() {
        return unit;
    }

    boolean dequantised() {
        return dequantised;
    }
}
