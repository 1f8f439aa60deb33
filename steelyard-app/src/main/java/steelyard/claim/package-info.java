/// Public claims as data, each recomputed, with a verdict.
///
/// In: claims and the steps that check them, two CSV files ([Claims]), and a way to run Steelyard's
/// own commands ([Commands]). Out: a [Finding] per claim: every figure on the way, a [Verdict], and
/// what it hangs on. The room computes nothing about prices, machines or plans by itself: a step
/// reads a figure from a command that anyone can run, or is arithmetic on figures that stand beside
/// it.
@NullMarked
package steelyard.claim;

import org.jspecify.annotations.NullMarked;
