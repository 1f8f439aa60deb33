/// The price book and its changes, as tables.
@NullMarked
package steelyard.report.price;

import org.jspecify.annotations.NullMarked;
