package steelyard.serving;

import java.util.OptionalDouble;

/// A chip that runs models, by its data sheet; peaks are dense, links in one direction.
///
/// @param family chips whose shares of the peaks are taken to be the same
/// @param memory bytes; a data sheet's gigabyte is 2^30 of them, as the driver reports
/// @param bandwidth of its memory, bytes per second
/// @param bf16 FLOP per second
/// @param fp8 FLOP per second; 0 if it has none
/// @param int8 operations per second; 0 if it has none
/// @param fp4 FLOP per second; 0 if it has none
/// @param link to its neighbours, bytes per second
/// @param pcie whether that link is PCIe
/// @param domain how many can be reached at that speed
/// @param network beyond them, bytes per second
/// @param power of the board at most, watts; empty if not known
/// @param rentLow USD per hour, the cheapest seen
/// @param rent USD per hour, typical; empty if it is not rented
/// @param rentHigh USD per hour, the dearest seen
/// @param rentDate when, and how sure
public record Accelerator(
        String id,
        String family,
        double memory,
        double bandwidth,
        double bf16,
        double fp8,
        double int8,
        double fp4,
        double link,
        boolean pcie,
        int domain,
        double network,
        OptionalDouble power,
        OptionalDouble rentLow,
        OptionalDouble rent,
        OptionalDouble rentHigh,
        String rentDate) {

    /// Accelerators of a machine without a faster link between them.
    private static final int PCIE_NODE = 8;

    /// How many reach each other without the network.
    int node() {
        return pcie ? PCIE_NODE : domain;
    }

    /// What the multipliers really take for this unit: a chip without it works in the next wider
    /// one.
    Precision.Unit served(Precision.Unit unit) {
        return switch (unit) {
            case BF16 -> Precision.Unit.BF16;
            case FP8 -> fp8 > 0 ? unit : Precision.Unit.BF16;
            case INT8 -> int8 > 0 ? unit : Precision.Unit.BF16;
            case FP4 -> fp4 > 0 ? unit : served(Precision.Unit.FP8);
        };
    }

    /// Peak operations per second for a native unit.
    double peak(Precision.Unit unit) {
        return switch (unit) {
            case BF16 -> bf16;
            case FP8 -> fp8;
            case INT8 -> int8;
            case FP4 -> fp4;
        };
    }
}
