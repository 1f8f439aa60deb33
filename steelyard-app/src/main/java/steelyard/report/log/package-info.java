/// What is shown of logs and their formats.
@NullMarked
package steelyard.report.log;

import org.jspecify.annotations.NullMarked;
