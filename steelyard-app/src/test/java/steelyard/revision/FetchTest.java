package steelyard.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;
import steelyard.sheet.Sheet;
import steelyard.sheet.Sheets;

/// Against a real server on loopback: right, slow, endless, wrong, and one that sends elsewhere.
class FetchTest {
    private static final String SHEET =
            "{\"gpt-5\":{\"litellm_provider\":\"openai\",\"mode\":\"chat\",\"input_cost_per_token\":1.5e-06,\"output_cost_per_token\":1e-05}}";

    @TempDir private Path folder;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/right",
                e -> {
                    byte[] bytes = SHEET.getBytes(StandardCharsets.UTF_8);
                    e.sendResponseHeaders(200, bytes.length);
                    e.getResponseBody().write(bytes);
                    e.close();
                });
        server.createContext(
                "/gone",
                e -> {
                    e.sendResponseHeaders(404, -1);
                    e.close();
                });
        server.createContext(
                "/elsewhere",
                e -> {
                    e.getResponseHeaders().add("Location", "ftp://example.org/prices.json");
                    e.sendResponseHeaders(302, -1);
                    e.close();
                });
        server.createContext(
                "/on",
                e -> {
                    e.getResponseHeaders().add("Location", "/right");
                    e.sendResponseHeaders(302, -1);
                    e.close();
                });
        server.createContext(
                "/round",
                e -> {
                    e.getResponseHeaders().add("Location", "/round");
                    e.sendResponseHeaders(302, -1);
                    e.close();
                });
        server.createContext(
                "/slow",
                e -> {
                    e.sendResponseHeaders(200, 0);
                    try (OutputStream out = e.getResponseBody()) {
                        for (int i = 0; i < 200; i++) {
                            out.write(' ');
                            out.flush();
                            Thread.sleep(100);
                        }
                    } catch (IOException | InterruptedException closed) {
                        e.close();
                    }
                });
        server.createContext(
                "/endless",
                e -> {
                    e.sendResponseHeaders(200, 0);
                    byte[] block = new byte[1 << 20];
                    try (OutputStream out = e.getResponseBody()) {
                        for (int i = 0; i < 200; i++) {
                            out.write(block);
                        }
                    } catch (IOException closed) {
                        e.close();
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aSheetIsFetchedAlsoFromWhereItMoved() {
        assertThat(get("/right")).isEqualTo(SHEET);
        assertThat(get("/on")).isEqualTo(SHEET);
    }

    @Test
    void whatAServerDoesWrongIsSaidAndNothingComesOfIt() {
        refused("/gone", "answered 404");
        refused("/elsewhere", "only https:// addresses are fetched");
        refused("/round", "sent on more than 3 times");
        // Two seconds for what never comes whole; no limit that a busy machine could meet
        // elsewhere.
        assertThatThrownBy(() -> get(fetch(2), "/slow"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not whole after 2 seconds");
        refused("/endless", "more than 64 MB");
        assertThatThrownBy(() -> fetch(600).get(URI.create("http://192.0.2.1/prices.json")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("only https:// addresses are fetched");
        assertThatThrownBy(() -> fetch(600).get(URI.create("file:///etc/passwd")))
                .hasMessageContaining("only https:// addresses are fetched");
    }

    @Test
    void anUpdateIsKeptWithItsHashAndCanBeTakenBack() throws IOException {
        BookStore store = new BookStore(folder.resolve("updates"));
        Sheet sheet =
                Sheets.read(
                        "s.json", get("/right").getBytes(StandardCharsets.UTF_8), Optional.empty());
        Import made = Import.of(PriceBook.bundled(), sheet, LocalDate.of(2026, 12, 1), p -> false);
        Path overlay =
                store.keep(made, "http://localhost/right", SHEET.getBytes(StandardCharsets.UTF_8));
        assertThat(store.overlays()).containsExactly(overlay);
        assertThat(store.over(PriceBook.bundled()).asOf()).isEqualTo("2026-12-01");
        // sha256sum of the sheet's bytes
        assertThat(Files.readString(folder.resolve("updates/log.txt")))
                .contains("0001 2026-12-01 http://localhost/right sha256:")
                .contains("1 prices");
        assertThat(store.undo()).isPresent();
        assertThat(store.overlays()).isEmpty();
        assertThat(store.over(PriceBook.bundled()).asOf()).isEqualTo("2026-11-20");
        assertThat(store.undo()).isEmpty();
    }

    private void refused(String path, String why) {
        assertThatThrownBy(() -> get(path)).isInstanceOf(Refusal.class).hasMessageContaining(why);
    }

    private String get(String path) {
        return get(fetch(600), path);
    }

    private String get(Fetch fetch, String path) {
        URI at = URI.create("http://localhost:" + server.getAddress().getPort() + path);
        return new String(fetch.get(at), StandardCharsets.UTF_8);
    }

    private static Fetch fetch(int seconds) {
        return new Fetch(Duration.ofSeconds(600), Duration.ofSeconds(seconds));
    }
}
