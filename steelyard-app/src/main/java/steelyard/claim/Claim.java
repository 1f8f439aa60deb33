package steelyard.claim;

import java.util.List;
import java.util.stream.Stream;

/// What somebody says in public about the cost of inference.
///
/// @param id as `r1-input-cost`
/// @param topic `prices`, `serving`, `plans` or `markets`
/// @param who said it
/// @param when as far as known
/// @param says in words of our own
/// @param source where it stands
/// @param remark what to know beside the verdict; why it cannot be checked, where it cannot
public record Claim(
        String id,
        String topic,
        String who,
        String when,
        String says,
        String source,
        String remark,
        List<Step> steps) {
    public Claim {
        steps = List.copyOf(steps);
    }

    /// The commands that the check reads figures from.
    public List<String> commands() {
        return steps.stream()
                .filter(s -> s.kind() == Step.Kind.READ)
                .flatMap(s ->
                        Stream.concat(
                                Stream.of(s.text()),
                                Stream.of(s.low(), s.high())
                                        .filter(end -> end.contains(" : "))
                                        .map(end -> end.substring(0, end.indexOf(" : ")))))
                .distinct()
                .toList();
    }
}
