/// Where the money went, as tables and charts.
@NullMarked
package steelyard.report.spend;

import org.jspecify.annotations.NullMarked;
