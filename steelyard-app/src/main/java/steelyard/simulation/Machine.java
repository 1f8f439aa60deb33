package steelyard.simulation;

import steelyard.serving.Engine;

/// One copy of a model as its scheduler sees it: how long steps take, and how much cache there is.
public interface Machine {
    /// Tokens to a page of cache.
    int PAGE = 16;

    /// Sequences at a time.
    int most();

    /// Pages of cache in all.
    long pages();

    /// Pages that so many tokens of a sequence take.
    long pages(int tokens);

    /// Pages that a sequence takes beside those of its tokens.
    ///
    /// @param tokens of prompt and answer
    long fixed(int tokens);

    /// Whether pages for the whole answer are kept from the start; else they are taken as tokens
    /// come, and the latest request is put back when they run out.
    Engine.Room room();

    /// Prompt tokens that one step takes on.
    int chunk();

    /// Seconds of a step that gives each of so many sequences a token.
    ///
    /// @param context tokens that each has behind it, on average
    double decode(int sequences, double context);

    /// Seconds that a prompt token adds to a step.
    ///
    /// @param computed tokens of the prompt that are computed, on average over the prompts at hand
    /// @param input tokens of the prompt
    /// @param looks how far the token looks back, from [#looks]
    /// @param requests at work
    double promptToken(double computed, double input, double looks, int requests);

    /// How far the tokens of a prompt between two places look back on average.
    double looks(int from, int to);

    /// Seconds to hand the cache of so many tokens to another machine.
    double handOver(int tokens);
}
