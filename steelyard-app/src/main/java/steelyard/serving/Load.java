package steelyard.serving;

import steelyard.refusal.Refusal;

/// What is asked of a deployment, per request.
///
/// @param input tokens of the prompt
/// @param output tokens of the answer
/// @param cached share of the prompt found in the prefix cache
public record Load(double input, double output, double cached) {
    public Load {
        if (!(input >= 1) || !(output >= 1) || !(cached >= 0 && cached < 1)) {
            throw new Refusal(
                    "a request of %s tokens in, %s out, %s of the input cached: at least one token each, and a share from 0 to below 1"
                            .formatted(input, output, cached));
        }
    }
}
