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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes a file from the server, keeps nothing of it, and watches the server's heap meanwhile. */
final class Download {
    private static final int BUFFER = 1 << 16;

    private final Broker broker;
    private final String path;
    private final Http metrics = new Http();

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
        List<Long> heap = new CopyOnWriteArrayList<>();
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        watch.scheduleAtFixedRate(() -> heap.add(used()), 0, 2, TimeUnit.SECONDS);
        try {
            return read(heap);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            watch.shutdownNow();
        }
    }

    private Result read(List<Long> heap) throws IOException, InterruptedException {
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
        return new Result(lines, bytes, seconds, (first - started) / 1e9, List.copyOf(heap), live());
    }

    private long used() {
        return metric("jvm_memory_used_bytes{area=\"heap\"") >> 20;
    }

    private long live() {
        return metric("jvm_gc_live_data_size_bytes") >> 20;
    }

    /** The sum of the values of all lines that begin so. */
    private long metric(String beginning) {
        return metrics.get(broker.management("/metrics"))
                .expecting(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String token() {
        return metrics.post(
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
