package steelyard.cell;

import java.util.List;
import java.util.function.Consumer;

/// The priced calls of a log, as an engine adds them up.
public interface Calls {
    /// When the calls were made; there must be some.
    Periods.Extent extent();

    /// Sums the charges of each period, in one pass.
    ///
    /// @param teams whether to keep teams apart
    Sums sums(List<Period> periods, boolean teams);

    /// Passes on the charges that lie in none of some periods, added up by name and card.
    void outside(List<Period> periods, Consumer<Group> take);
}
