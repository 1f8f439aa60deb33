package steelyard.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    private final Catalogue catalogue = Catalogue.bundled();

    @TempDir private Path folder;

    private ModelShape read(String json) throws IOException {
        return catalogue.model(
                Files.writeString(folder.resolve("config.json"), "{" + json + "}").toString());
    }

    /// The published configurations; totals are the vendors' (8.03, 46.7, 671.03, 116.8, 235.1
    /// billion), and every other figure that of the bundled row.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "llama-3.1-8b | 'num_hidden_layers':32,'hidden_size':4096,'num_attention_heads':32,'num_key_value_heads':8,'intermediate_size':14336,'vocab_size':128256,'tie_word_embeddings':false",
                "mixtral-8x7b | 'num_hidden_layers':32,'hidden_size':4096,'num_attention_heads':32,'num_key_value_heads':8,'intermediate_size':14336,'vocab_size':32000,'num_local_experts':8,'num_experts_per_tok':2,'sliding_window':null,'tie_word_embeddings':false",
                "deepseek-v3 | 'num_hidden_layers':61,'hidden_size':7168,'num_attention_heads':128,'num_key_value_heads':128,'intermediate_size':18432,'moe_intermediate_size':2048,'n_routed_experts':256,'n_shared_experts':1,'num_experts_per_tok':8,'first_k_dense_replace':3,'kv_lora_rank':512,'q_lora_rank':1536,'qk_nope_head_dim':128,'qk_rope_head_dim':64,'v_head_dim':128,'vocab_size':129280,'tie_word_embeddings':false,'quantization_config':{'quant_method':'fp8'}",
                "gpt-oss-120b | 'num_hidden_layers':36,'hidden_size':2880,'num_attention_heads':64,'num_key_value_heads':8,'head_dim':64,'intermediate_size':2880,'num_local_experts':128,'num_experts_per_tok':4,'vocab_size':201088,'sliding_window':128,'layer_types':[LAYERS],'tie_word_embeddings':false,'quantization_config':{'quant_method':'mxfp4'}",
                "qwen3-235b-a22b | 'num_hidden_layers':94,'hidden_size':4096,'num_attention_heads':64,'num_key_value_heads':4,'head_dim':128,'intermediate_size':12288,'moe_intermediate_size':1536,'num_experts':128,'num_experts_per_tok':8,'vocab_size':151936,'use_sliding_window':false,'sliding_window':4096,'tie_word_embeddings':false"
            })
    void aPublishedConfigurationIsTheBundledModel(String model, String json) throws IOException {
        String layers = "'sliding_attention','full_attention',".repeat(18);
        ModelShape bundled = catalogue.model(model);
        ModelShape read =
                read(
                        json.replace("LAYERS", layers.substring(0, layers.length() - 1))
                                .replace('\'', '"'));
        assertThat(read.total()).isCloseTo(bundled.total(), within(bundled.total() * 0.002));
        assertThat(read.active()).isCloseTo(bundled.active(), within(bundled.active() * 0.01));
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("id", "total")
                .isEqualTo(bundled);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'hidden_size':64 | num_hidden_layers: missing",
                "'num_hidden_layers':'two' | num_hidden_layers: \"two\" is no whole number",
                "'num_hidden_layers':2,'hidden_size':64,'num_attention_heads':2,'vocab_size':10,'intermediate_size':8 | tie_word_embeddings: missing; write true",
                "'num_hidden_layers':2,'hidden_size':64,'num_attention_heads':2,'layer_types':['linear_attention'] | layer_types: \"linear_attention\" cannot be read",
                "'num_hidden_layers':2,'hidden_size':64,'num_attention_heads':2,'mamba_num_heads':4 | state-space",
                "'num_hidden_layers':2,'hidden_size':64,'num_attention_heads':2,'vocab_size':10,'intermediate_size':8,'tie_word_embeddings':true,'quantization_config':{'quant_method':'gptq'} | \"gptq\" is neither fp8 nor mxfp4",
                "nonsense | not JSON"
            })
    void faultsNameFileAndField(String json, String message) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("config.json: ")
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsSaid() {
        assertThatThrownBy(() -> catalogue.model("nowhere.json"))
                .hasMessageContaining("nowhere.json: no such file");
    }

    @Test
    void onesOwnChipsComeFirst() throws IOException {
        Path chips =
                Files.writeString(
                        folder.resolve("chips.csv"),
                        """
                        accelerator,memory_gb,mem_bw_gb_s,bf16_tflops,rent_usd_h_typ
                        abacus,100,2000,500,1.5
                        """);
        Accelerator own = catalogue.withAccelerators(chips).accelerator("abacus");
        assertThat(own.bandwidth()).isEqualTo(2e12);
        assertThat(own.bf16()).isEqualTo(5e14);
        assertThat(own.rent()).hasValue(1.5);
        assertThat(catalogue.withAccelerators(chips).accelerators()).hasSize(39);
        assertThatThrownBy(() ->
                        new Deployment(
                                catalogue.model("llama-3.1-8b"),
                                own,
                                new Layout(2, 1, 1),
                                Precision.BF16,
                                2,
                                Engine.VLLM))
                .hasMessageContaining(
                        "abacus has no scale_up_gb_s_per_accel_one_way, which tp2 needs");
        Path bad =
                Files.writeString(
                        folder.resolve("bad.csv"),
                        """
                        accelerator,memory_gb,mem_bw_gb_s,bf16_tflops
                        abacus,0,2000,500
                        abacus,80,fast,500
                        counter,80,2000,500
                        Counter,90,2000,500
                        """);
        assertThatThrownBy(() -> catalogue.withAccelerators(bad))
                .hasMessageContaining("bad.csv:2: memory_gb \"0\" is not above zero")
                .hasMessageContaining("bad.csv:5: a second row for accelerator \"counter\"")
                .hasMessageContaining("bad.csv:3: mem_bw_gb_s \"fast\" is no number");
    }
}
