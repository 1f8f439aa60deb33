/// Requests that come when they come, on machines that take the time that the serving room
/// predicts: who waits, and how full a fleet can run before anybody waits too long.
///
/// The door is [steelyard.simulation.Fleet]; methods and assumptions are in
/// docs/methods/simulation.md.
@NullMarked
package steelyard.simulation;

import org.jspecify.annotations.NullMarked;
