/// Public price sheets of others, read as they stand.
///
/// In: a file or folder in one of six formats (LiteLLM, genai-prices, models.dev, OpenRouter,
/// Portkey, llm-prices), told apart by their content. Out: a [Sheet] of [Statement]s, each a list
/// price under stated conditions in the price book's own terms, and what could not be read. The
/// door is [Sheets#read]. This room does not know whether a statement is true, new or old.
@NullMarked
package steelyard.sheet;

import org.jspecify.annotations.NullMarked;
