package cloud.magento.accounts.broker.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** One address for several servers on this machine: each request goes to the next of them, whoever asks. */
final class LoadBalancer implements AutoCloseable {
    /** What belongs to one connection, and what the client and the server here say themselves. */
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding", "upgrade");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool(LoadBalancer::daemon);
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile List<Integer> ports = List.of();
    private volatile UnaryOperator<String> path = UnaryOperator.identity();

    private LoadBalancer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::forward);
    }

    static LoadBalancer start() {
        LoadBalancer balancer = new LoadBalancer();
        balancer.server.start();
        return balancer;
    }

    /** From now on the servers know under another path what is asked for below this one. */
    void replacing(String outer, String inner) {
        path = asked -> asked.startsWith(outer) ? inner + asked.substring(outer.length()) : asked;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The ports of those who answer from now on, in turn. */
    void giveTo(List<Integer> nodes) {
        ports = List.copyOf(nodes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(request(exchange), BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (passesOn(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        List<Integer> nodes = ports;
        int node = nodes.get(Math.floorMod(requests.getAndIncrement(), nodes.size()));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node
                        + path.apply(exchange.getRequestURI().toString())))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (passesOn(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static boolean passesOn(String header) {
        return !HOP_BY_HOP.contains(header.toLowerCase(Locale.ROOT));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "load-balancer");
        thread.setDaemon(true);
        return thread;
    }
}
