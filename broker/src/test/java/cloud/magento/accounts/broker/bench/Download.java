package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** Takes a file from the server, keeps nothing of it, and watches the server's heap meanwhile. */
final class Download {
    private static final int BUFFER = 1 << 16;

    private final Broker broker;
    private final String path;

    Download(Broker broker, String path) {
        this.broker = broker;
        this.path = path;
    }

    /**
     * What came of it.
     *
     * @param lines how many lines
     * @param bytes how many bytes
     * @param seconds from the request to the last byte
     * @param firstByte from the request to the first byte, in seconds
     * @param heap the heap in use, every two seconds, in MB
     * @param liveHeap what was left of it after the last collection, in MB
     */
    record Result(long lines, long bytes, double seconds, double firstByte, List<Long> heap, long liveHeap) {}

    Result run() {
        try (HeapWatch heap = new HeapWatch(broker)) {
            return read(heap);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Result read(HeapWatch heap) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(broker.url("/admin/realms" + path))
                .header("Authorization", "Bearer " + token())
                .build();
        long started = System.nanoTime();
        HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + response.statusCode());
        }
        long lines = 0;
        long bytes = 0;
        long first = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream body = response.body()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                first = first == 0 ? System.nanoTime() : first;
                bytes += read;
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        return new Result(lines, bytes, seconds, (first - started) / 1e9, heap.used(), heap.live());
    }

    private String token() {
        return new Http()
                .post(
                        broker.url("/realms/master/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type", "password",
                                "client_id", "admin-cli",
                                "username", "admin",
                                "password", "admin"))
                .expecting(200)
                .json()
                .get("access_token")
                .asText();
    }
}
