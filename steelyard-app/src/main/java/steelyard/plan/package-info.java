/// Flat rate or metered, and who pays for whom.
///
/// In: plan terms as dated regimes ([PlanBook]), assumptions with their ranges ([Assumptions]), how
/// usage is spread over users ([Spread], [Demand]) or a person's own log ([OwnUse]). Out: closed
/// forms ([CapModel]), users through their limits ([Crowd]), the vendor's margin ([Margin]), the
/// buyer's best plan ([Fit]), designs of plans ([Design]) and what a campaign of agents takes
/// ([Campaign]). Usage is weighed in API dollars: what it would cost at list price. Money is
/// `double` USD: this room estimates, it never bills. A month has 30 days. Formulas and sources
/// stand in `docs/methods/plans.md`.
@NullMarked
package steelyard.plan;

import org.jspecify.annotations.NullMarked;
