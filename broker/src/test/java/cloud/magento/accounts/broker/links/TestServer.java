package cloud.magento.accounts.broker.links;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A server that answers as it is told to, for what a real one does only when it is in trouble. */
final class TestServer implements AutoCloseable {
    /** A request that came. */
    record Asked(String call, String authorization, String body) {}

    /**
     * What is answered.
     *
     * @param wholeBody whether the body comes to its end, or the connection breaks after it
     */
    private record Scripted(int status, String type, String body, boolean wholeBody) {}

    private final HttpServer server;
    private final Deque<Scripted> tokens = new ArrayDeque<>();
    private final Deque<Scripted> answers = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();
    private final AtomicInteger issued = new AtomicInteger();
    private int life = 300;

    TestServer() {
        this(create());
    }

    private TestServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that speaks TLS, with this certificate and key. */
    static TestServer withTls(SSLContext keys) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(keys));
            return new TestServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    /** Its tokens live so long, in seconds. */
    TestServer withTokensFor(int seconds) {
        life = seconds;
        return this;
    }

    /** The next request at the token endpoint is answered by this; then by tokens again. */
    TestServer token(int status, String json) {
        tokens.add(new Scripted(status, "application/json", json, true));
        return this;
    }

    /** The next call of the API is answered by this. */
    TestServer answer(int status, String json) {
        answers.add(new Scripted(status, "application/json", json, true));
        return this;
    }

    TestServer problem(int status, String detail) {
        answers.add(new Scripted(status, "application/problem+json", "{\"detail\":\"" + detail + "\"}", true));
        return this;
    }

    /** The next call is answered by this, and broken off after it. */
    TestServer breakOff(String body) {
        answers.add(new Scripted(200, "application/x-ndjson", body, false));
        return this;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** The calls of the API, without those for tokens. */
    List<Asked> calls() {
        return asked().stream()
                .filter(request -> request.call().contains("/admin/"))
                .toList();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        asked.add(new Asked(exchange.getRequestMethod() + " " + exchange.getRequestURI(), authorization, body));
        boolean forApi = exchange.getRequestURI().getPath().contains("/admin/");
        Scripted next = (forApi ? answers : tokens).poll();
        Scripted answer = next == null ? usual(forApi) : next;
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        byte[] bytes = answer.body().getBytes(UTF_8);
        int length = bytes.length + (answer.wholeBody() ? 0 : 1000);
        exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private Scripted usual(boolean forApi) {
        String token = "{\"access_token\":\"token-" + issued.incrementAndGet() + "\",\"expires_in\":" + life
                + ",\"refresh_token\":\"refresh-" + issued.get() + "\"}";
        return forApi
                ? new Scripted(500, "text/plain", "nothing to say", true)
                : new Scripted(200, "application/json", token, true);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
