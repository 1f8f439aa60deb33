/// What serving costs, as tables and charts.
@NullMarked
package steelyard.report.serving;

import org.jspecify.annotations.NullMarked;
