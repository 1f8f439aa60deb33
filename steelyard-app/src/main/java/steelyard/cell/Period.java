package steelyard.cell;

import java.time.Instant;
import steelyard.token.Validity;

/// A named stretch of time whose spend is compared.
///
/// @param label as people write it, e.g. `2026-01` or `4 weeks to 7 Dec 2025`
public record Period(String label, Validity span) {
    public Instant from() {
        return span.from();
    }

    public Instant to() {
        return span.to();
    }
}
