package steelyard.claim;

import steelyard.refusal.Refusal;
import tools.jackson.databind.JsonNode;

/// Runs a command of Steelyard.
public interface Commands {
    /// What the command prints with `--json`.
    ///
    /// @param line without the program's name, as `prices show o3 --at 2025-06-01`
    /// @throws Refusal if it fails, with what it said
    JsonNode run(String line);
}
