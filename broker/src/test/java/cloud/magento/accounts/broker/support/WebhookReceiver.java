package cloud.magento.accounts.broker.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A system that takes the ledger by webhook: keeps every message, and answers what it is told to. */
public final class WebhookReceiver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int NEVER = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(WebhookReceiver::daemon);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile int answer = 204;

    private WebhookReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/ledger", this::take);
        server.setExecutor(threads);
    }

    public static WebhookReceiver open() {
        WebhookReceiver receiver = new WebhookReceiver();
        receiver.server.start();
        return receiver;
    }

    /**
     * One message.
     *
     * @param headers by their names in lower case
     * @param answered the status that it was answered with; negative if it never was
     */
    public record Message(Map<String, String> headers, String body, int answered) {
        public boolean isTaken() {
            return answered / 100 == 2;
        }

        public String realm() {
            return header("magento-realm");
        }

        /** The header's value; empty where it is missing. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** The records, in their order. */
        public List<JsonNode> records() {
            return body.lines()
                    .map(line -> {
                        try {
                            return Http.JSON.readTree(line);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/ledger";
    }

    /** From now on every message is answered with this status. */
    public void answer(int status) {
        answer = status;
    }

    /** From now on no message is answered at all. */
    public void neverAnswer() {
        answer = NEVER;
    }

    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** The records of the realm in the messages that were taken, in the order of their coming. */
    public List<JsonNode> taken(String realmId) {
        return messages.stream()
                .filter(message -> message.isTaken() && message.realm().equals(realmId))
                .flatMap(message -> message.records().stream())
                .toList();
    }

    /** Waits until something is so. */
    public void await(String what, BooleanSupplier condition) {
        Instant latest = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(latest)) {
                throw new AssertionError("Not " + what + ": " + summary());
            }
            pause();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String summary() {
        return String.join(
                ", ",
                messages.stream()
                        .flatMap(message -> Stream.of(message.headers().get("webhook-id") + " " + message.answered()))
                        .toList());
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            int status = answer;
            messages.add(new Message(Map.copyOf(headers), body, status));
            if (status == NEVER) {
                closing.await();
            } else {
                exchange.sendResponseHeaders(status, -1);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            if (closing.await(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The receiver is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "webhook-receiver");
        thread.setDaemon(true);
        return thread;
    }
}
