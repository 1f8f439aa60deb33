/// The commands: the only room that wires everything together, prints, and ends the program.
///
/// In: arguments. Out: text on standard output, progress and errors on standard error, and an exit
/// code: 0 fine, 1 a finding that the user asked to fail on, 2 wrong usage or bad input. The door
/// is [Main].
@NullMarked
package steelyard.cli;

import org.jspecify.annotations.NullMarked;
