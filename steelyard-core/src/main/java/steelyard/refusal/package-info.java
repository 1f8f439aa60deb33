/// What is said of an input that cannot be used.
///
/// Every room may throw it; a program that uses Steelyard shows its message to whoever gave the
/// input.
@NullMarked
package steelyard.refusal;

import org.jspecify.annotations.NullMarked;
