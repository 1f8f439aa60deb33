package steelyard.sheet;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// How the sheets of one project are written.
interface SheetFormat {
    List<SheetFormat> ALL =
            List.of(
                    new LiteLlm(),
                    new GenaiPrices(),
                    new OpenRouter(),
                    new LlmPrices(),
                    new Portkey(),
                    new ModelsDev());

    /// E.g. `litellm`: also the name of the source in the price book.
    String id();

    /// What a sheet of this format has at its top, for a message.
    String looksLike();

    boolean recognises(JsonNode root);

    /// Reads one file.
    ///
    /// @param file its name without the ending: some projects name the seller by it
    void read(JsonNode root, String file, Reading into);
}
