/// Formats of logs as data.
///
/// In: a [Mapping] (a file of `/steelyard/usage/formats`, or a user's own) and the records of a
/// log. Out: [Event]s with disjoint counts. The doors are [Formats] and, for a file or a single
/// response, [Extraction]. A format is a file there and nothing here.
@NullMarked
package steelyard.usage.format;

import org.jspecify.annotations.NullMarked;
