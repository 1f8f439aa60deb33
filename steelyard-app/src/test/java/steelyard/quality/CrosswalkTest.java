package steelyard.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The crosswalk against names looked up by hand in the providers' own documentation.
class CrosswalkTest {
    private static final Crosswalk BUNDLED = Crosswalk.bundled();

    @ParameterizedTest
    @CsvSource({
        // Anthropic's model overview: the same weights at Anthropic, Bedrock, Vertex, OpenRouter
        "anthropic, claude-opus-4-5, 2026-01-01, claude-opus-4-5",
        "aws-bedrock, anthropic.claude-opus-4-5-20251101-v1:0, 2026-01-01, claude-opus-4-5",
        "google-vertex, claude-opus-4-5, 2026-01-01, claude-opus-4-5",
        "openrouter, anthropic/claude-opus-4.5, 2026-01-01, claude-opus-4-5",
        "anthropic, claude-sonnet-4-0, 2025-09-01, claude-sonnet-4",
        // the second Claude 3.5 Sonnet came on 22 October 2024 under the same name
        "anthropic, claude-3-5-sonnet, 2024-10-21, claude-3-5-sonnet-20240620",
        "anthropic, claude-3-5-sonnet, 2024-10-22, claude-3-5-sonnet-20241022",
        "aws-bedrock, anthropic.claude-3-5-sonnet-20240620-v1:0, 2025-01-01, claude-3-5-sonnet-20240620",
        // OpenAI moved gpt-4o from the May to the August version on 2 October 2024
        "openai, gpt-4o, 2024-10-01, gpt-4o-2024-05-13",
        "openai, gpt-4o, 2024-10-02, gpt-4o-2024-08-06",
        "openai, gpt-4.1-mini, 2025-06-01, gpt-4-1-mini",
        "azure, gpt-4-0613, 2025-06-01, gpt-4-0613",
        // DeepSeek's change log: one API name, four models in 2025
        "deepseek, deepseek-chat, 2025-01-15, deepseek-v3",
        "deepseek, deepseek-chat, 2025-04-15, deepseek-v3-0324",
        "deepseek, deepseek-chat, 2025-09-01, deepseek-v3-1",
        "deepseek, deepseek-chat, 2026-01-15, deepseek-v3-2",
        "deepseek, deepseek-reasoner, 2025-02-15, deepseek-r1",
        "fireworks, deepseek-v3p1, 2026-01-01, deepseek-v3-1",
        "together, deepseek-ai/DeepSeek-R1-0528-tput, 2026-01-01, deepseek-r1-0528",
        // open weights under many names
        "groq, llama-3.1-8b-instant, 2025-01-01, llama-3-1-8b",
        "together, meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo, 2025-01-01, llama-3-1-70b",
        "aws-bedrock, meta.llama3-3-70b-instruct-v1:0, 2026-01-01, llama-3-3-70b",
        "cerebras, llama-4-scout-17b-16e-instruct, 2026-01-01, llama-4-scout",
        "google-vertex, qwen/qwen3-235b-a22b-instruct-2507-maas, 2026-01-01, qwen3-235b-a22b-instruct-2507",
        "openrouter, moonshotai/kimi-k2, 2026-01-01, kimi-k2-0711",
        "groq, moonshotai/kimi-k2-instruct-0905, 2026-01-01, kimi-k2-0905",
        "mistral, mistral-medium-3, 2026-01-01, mistral-medium-2505",
        "minimax, MiniMax-M2.5, 2026-05-01, minimax-m2-5",
        "openrouter, x-ai/grok-4.1-fast, 2026-01-01, grok-4-1-fast-reasoning",
        "xai, grok-4-0709, 2026-01-01, grok-4",
        // the price sheets of November 2026: LiteLLM's of the 20th, genai-prices' of the 10th
        "openai, gpt-6.1-sol, 2026-11-20, gpt-6-1-sol",
        "openai, gpt-6-astra, 2026-11-20, gpt-6-astra",
        "openai, gpt-6.2-astra, 2026-11-20, gpt-6-2-astra",
        "azure, gpt-6-luna-2026-09-22, 2026-11-20, gpt-6-luna",
        "azure, eu/gpt-6-sol, 2026-11-20, gpt-6-sol",
        "anthropic, claude-opus-5-5, 2026-11-20, claude-opus-5-5",
        "anthropic, claude-fable-5-2, 2026-11-20, claude-fable-5-2",
        "google-vertex, claude-haiku-5-5@default, 2026-11-20, claude-haiku-5-5",
        "aws-bedrock, us.anthropic.claude-fable-5-1, 2026-11-20, claude-fable-5-1",
        "aws-bedrock, global.openai.gpt-6-astra, 2026-11-20, gpt-6-astra",
        "aws-bedrock, us.moonshotai.kimi-k3, 2026-11-20, kimi-k3",
        "openrouter, anthropic/claude-sonnet-5.5, 2026-11-20, claude-sonnet-5-5",
        "google, gemini-4-argon, 2026-11-20, gemini-4-argon",
        "google-vertex, gemini-3.8-flash, 2026-11-20, gemini-3-8-flash",
        "azure-ai, FW-GLM-5.3, 2026-11-20, glm-5-3",
        "xai, grok-4.7, 2026-11-20, grok-4-7",
        "perplexity, xai/grok-4.6, 2026-11-20, grok-4-6",
        "fireworks, accounts/fireworks/models/deepseek-v4p1-flash, 2026-11-20, deepseek-v4-1-flash",
        "mistral, zai-glm-5-3-flash, 2026-11-20, glm-5-3-flash",
        "alibaba, qwen3.8-max, 2026-11-20, qwen3-8-max",
        "cerebras, qwen-3.8-27b, 2026-11-20, qwen3-8-27b",
        "together, moonshotai/Kimi-K3, 2026-11-20, kimi-k3",
        "deepinfra, meta-models/Muse-Glimmer-30B, 2026-11-20, muse-glimmer-30b",
        "zai, glm-5.3, 2026-11-20, glm-5-3",
        "minimax, MiniMax-M3, 2026-11-20, minimax-m3",
        "google, gemini-2.5-pro-preview-06-05, 2025-07-01, gemini-2-5-pro",
        "google, gemini-1.5-pro, 2024-09-23, gemini-1-5-pro-001",
        "google, gemini-1.5-pro, 2024-09-24, gemini-1-5-pro-002"
    })
    void aListedNameMeansOneModelOnADay(String provider, String name, LocalDate day, String model) {
        assertThat(BUNDLED.model(provider, name, day)).map(Model::id).contains(model);
    }

    @ParameterizedTest
    @CsvSource({
        // an audio model, a fast tier, a fine-tune and a free route are no listing of the model
        "openai, gpt-4o-audio-preview",
        "anthropic, fast/claude-opus-4-6",
        "openai, ft:gpt-4.1",
        "openrouter, anthropic/claude-opus-4.5:batch",
        // a moving name that no dated notice explains
        "mistral, mistral-large-latest",
        "xai, no-such-model",
        // a government's cloud, a spot tier, other weights of a month later, a model for lawyers
        "aws-bedrock, us-gov-east-1/anthropic.claude-opus-5-5",
        "fireworks, accounts/fireworks/routers/kimi-k3-spot",
        "together, deepseek-ai/DeepSeek-V4.1-Flash-1017",
        "openai, gpt-6-astra-law"
    })
    void aNameThatMeansAnotherProductMeansNoModel(String provider, String name) {
        assertThat(BUNDLED.entries(provider, name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4, gpt-4-0613", "GPT-4o, gpt-4o-2024-08-06", "claude-sonnet-4.5, claude-sonnet-4-5",
        "anthropic/claude-4.5-sonnet, ''", "gemini 2.5 pro, gemini-2-5-pro", "nonsense, ''"
    })
    void aPersonMayNameAModelByAnyListedName(String name, String model) {
        assertThat(BUNDLED.named(name).map(Model::id).orElse("")).isEqualTo(model);
    }

    /// Two names of one provider and day that contradict each other would make prices of one model
    /// those of another.
    @Test
    void noNameMeansTwoModelsAtOnce() {
        for (Crosswalk.Entry e : BUNDLED.entries()) {
            List<Crosswalk.Entry> same = BUNDLED.entries(e.provider(), e.name());
            for (Crosswalk.Entry other : same) {
                assertThat(
                                e.equals(other)
                                        || !e.from().isBefore(other.to())
                                        || !other.from().isBefore(e.to()))
                        .as("%s %s", e, other)
                        .isTrue();
            }
        }
    }

    @Test
    void everyModelHasANameAndAScore() {
        Set<Model> named = new HashSet<>();
        BUNDLED.entries().forEach(e -> named.add(e.model()));
        Set<Model> scored = new HashSet<>();
        Scores.bundled(BUNDLED).scores().forEach(s -> scored.add(s.model()));
        assertThat(named).containsAll(BUNDLED.models());
        assertThat(scored).containsAll(BUNDLED.models());
    }

    @Test
    void aMisspelledNameGetsNamesLikeIt() {
        assertThat(BUNDLED.similar("claude-opus-9")).contains("claude-opus-4-5");
    }
}
