/// Public claims with their verdicts.
@NullMarked
package steelyard.report.claim;

import org.jspecify.annotations.NullMarked;
