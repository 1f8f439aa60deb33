package steelyard.chronicle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steelyard.token.Meter;

/// What one source said of some meters, over the days on which it said so.
///
/// @param says the rates, of one meter or of input and output together
/// @param before what the source said before, if that was something else
/// @param first whether it is the first that the source said
record Run(
        Sighting sighting,
        Map<Meter, BigDecimal> says,
        LocalDate from,
        @Nullable Map<Meter, BigDecimal> before,
        boolean first) {
    /// Whether the source said something else before.
    boolean moved() {
        return before != null;
    }

    String source() {
        return sighting.source();
    }

    LocalDate until() {
        return sighting.until();
    }

    boolean isStated() {
        return sighting.basis() == Sighting.Basis.EXPLICIT
                || sighting.basis() == Sighting.Basis.DOCUMENT;
    }

    /// Whether the source states on which day these rates began, and not others beside them.
    boolean statesChange() {
        return isStated() && (moved() || first);
    }

    /// Whether two say the same of everything that both speak of.
    static boolean agree(Map<Meter, BigDecimal> a, Map<Meter, BigDecimal> b) {
        boolean common = false;
        for (Map.Entry<Meter, BigDecimal> rate : a.entrySet()) {
            BigDecimal other = b.get(rate.getKey());
            if (other != null) {
                if (rate.getValue().compareTo(other) != 0) {
                    return false;
                }
                common = true;
            }
        }
        return common;
    }

    boolean agrees(Map<Meter, BigDecimal> other) {
        return agree(says, Objects.requireNonNull(other));
    }
}
