/// Shows results as text for a terminal, as JSON and as one self-contained HTML page.
///
/// In: an explanation and what was read for it, gathered in a [Report]. Out: text. The doors are
/// [TerminalReport], [JsonReport] and [HtmlReport]; they show the same numbers and compute none,
/// except that shown amounts are rounded so that they still add up.
@NullMarked
package steelyard.report;

import org.jspecify.annotations.NullMarked;
