/// How good models are: published scores, and which model a name means.
///
/// In: scores as their publishers give them and a crosswalk of names, both bundled as text, or a
/// user's own table. Out: [Ratings], one number per model from one version of one benchmark or from
/// the composite of several. The doors are [Scores] and [Crosswalk]. The room knows no prices; a
/// cost per task is a fact of the score that was measured with it.
@NullMarked
package steelyard.quality;

import org.jspecify.annotations.NullMarked;
