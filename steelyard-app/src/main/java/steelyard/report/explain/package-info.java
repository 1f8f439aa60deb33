/// Why spend changed: text with a waterfall, JSON, CSV and a page.
@NullMarked
package steelyard.report.explain;

import org.jspecify.annotations.NullMarked;
