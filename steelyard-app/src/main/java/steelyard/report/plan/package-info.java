/// Flat-rate plans and campaigns, as tables and charts.
@NullMarked
package steelyard.report.plan;

import org.jspecify.annotations.NullMarked;
