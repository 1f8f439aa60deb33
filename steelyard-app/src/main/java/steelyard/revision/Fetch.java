package steelyard.revision;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import steelyard.refusal.Refusal;
import steelyard.sheet.Sheets;

/// Fetches a sheet over HTTPS: whole, within a time and a size, from where it was asked for or from
/// another HTTPS address that this one names.
public final class Fetch {
    private static final int MOST_REDIRECTS = 3;

    private final Duration connect;
    private final Duration whole;

    /// @param connect how long a connection may take
    /// @param whole how long everything may take
    public Fetch(Duration connect, Duration whole) {
        this.connect = connect;
        this.whole = whole;
    }

    /// @throws Refusal if it cannot be had, with the reason
    public byte[] get(URI source) {
        try (ExecutorService task = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client =
                        HttpClient.newBuilder()
                                .connectTimeout(connect)
                                .followRedirects(HttpClient.Redirect.NEVER)
                                .build()) {
            Future<byte[]> bytes = task.submit(() -> follow(client, source));
            try {
                return bytes.get(whole.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                client.shutdownNow();
                bytes.cancel(true);
                throw new Refusal(
                        "%s: not whole after %d seconds; nothing was changed"
                                .formatted(source, whole.toSeconds()),
                        e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Refusal told) {
                    throw told;
                }
                throw new Refusal(source + ": " + reason(e.getCause()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Refusal(source + ": interrupted", e);
            }
        }
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof HttpTimeoutException
                ? "no answer in time; nothing was changed"
                : "cannot be fetched: "
                        + (cause == null || cause.getMessage() == null
                                ? cause
                                : cause.getMessage());
    }

    private byte[] follow(HttpClient client, URI source) throws IOException, InterruptedException {
        URI at = source;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            requireSafe(at);
            HttpResponse<InputStream> answer =
                    client.send(
                            HttpRequest.newBuilder(at)
                                    .timeout(connect)
                                    .header("User-Agent", "steelyard")
                                    .GET()
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() / 100 == 3) {
                    URI from = at;
                    at =
                            answer.headers()
                                    .firstValue("Location")
                                    .map(to -> from.resolve(to))
                                    .orElseThrow(() ->
                                            new Refusal(from + ": sent on without an address"));
                    continue;
                }
                if (answer.statusCode() != 200) {
                    throw new Refusal(
                            "%s: answered %d; nothing was changed"
                                    .formatted(at, answer.statusCode()));
                }
                byte[] bytes = body.readNBytes((int) Sheets.LARGEST + 1);
                if (bytes.length > Sheets.LARGEST) {
                    throw new Refusal(
                            "%s: more than %d MB; no price sheet is as large"
                                    .formatted(at, Sheets.LARGEST >> 20));
                }
                return bytes;
            }
        }
        throw new Refusal("%s: sent on more than %d times".formatted(source, MOST_REDIRECTS));
    }

    /// HTTPS alone, but for a server on this machine.
    private static void requireSafe(URI at) {
        boolean plainHere = "http".equals(at.getScheme()) && isLoopback(at.getHost());
        if (!"https".equals(at.getScheme()) && !plainHere) {
            throw new Refusal(at + ": only https:// addresses are fetched; nothing was changed");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
