package cloud.magento.accounts.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.net.CallDeadline;
import cloud.magento.accounts.net.CircuitBreaker;
import cloud.magento.accounts.net.NetworkRule;
import cloud.magento.accounts.net.Pace;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamHttpTest {
    private static final NetworkRule LOCAL = new NetworkRule(false, true);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MAX_BYTES = 64 * 1024;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final UpstreamHttp http = new UpstreamHttp();
    private final CloseableHttpClient client = HttpClients.custom()
            .disableAutomaticRetries()
            .setMaxConnPerRoute(64)
            .setMaxConnTotal(128)
            .build();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
        client.close();
        http.close();
    }

    @Test
    void returnsResponseThatArrivesInTime() {
        serve(exchange -> respond(exchange, 200, "{\"a\":1}"));

        UpstreamAnswer answer = TestTokens.value(get(LONG));

        assertThat(answer.isOk()).isTrue();
        assertThat(answer.json()).contains(TestTokens.json("{\"a\":1}"));
    }

    @Test
    void sendsFormAndHeadersToHostByName() {
        AtomicReference<String> seen = new AtomicReference<>();
        serve(exchange -> {
            seen.set(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Host") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            respond(exchange, 200, "{}");
        });

        TestTokens.value(send(
                UpstreamCall.post(Endpoint.TOKEN, url("localhost"), Map.of("code", "a b&c"))
                        .with("Authorization", "Basic x"),
                LONG,
                LOCAL));

        assertThat(seen.get()).isEqualTo("POST localhost:" + port() + " Basic x code=a+b%26c");
    }

    @Test
    void returnsClientErrorResponse() {
        serve(exchange -> respond(exchange, 400, "{\"error\":\"invalid_grant\"}"));

        UpstreamAnswer answer = TestTokens.value(get(LONG));

        assertThat(answer.isOk()).isFalse();
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void timesOutWhenNoResponseArrives() {
        serve(exchange -> awaitOver());

        assertDoneInTime(UpstreamFault.TIMEOUT);
    }

    @Test
    void timesOutWhenResponseDripsSlowly() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (!over.await(20, TimeUnit.MILLISECONDS)) {
                    body.write(' ');
                    body.flush();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        assertDoneInTime(UpstreamFault.TIMEOUT);
    }

    @Test
    void timesOutWhenConnectionIsAcceptedButNeverRead() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long started = System.nanoTime();

            Outcome<UpstreamAnswer> outcome = send(
                    UpstreamCall.get(Endpoint.JWKS, URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/")),
                    SHORT,
                    LOCAL);

            assertThat(TestTokens.fault(outcome)).isEqualTo(UpstreamFault.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SHORT.multipliedBy(5));
        }
    }

    @Test
    void rejectsOversizedResponseThatNeverEnds() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[8192];
            try (OutputStream body = exchange.getResponseBody()) {
                while (over.getCount() > 0) {
                    body.write(block);
                }
            }
        });

        assertThat(TestTokens.fault(get(LONG))).isEqualTo(UpstreamFault.TOO_LARGE);
    }

    @Test
    void rejectsResponseOversizedOnceDecompressed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] block = new byte[1024 * 1024];
            for (int i = 0; i < 16; i++) {
                gzip.write(block);
            }
        }
        assertThat(packed.size()).isLessThan(MAX_BYTES);
        serve(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.size());
            try (OutputStream body = exchange.getResponseBody()) {
                packed.writeTo(body);
            }
        });

        assertThat(TestTokens.fault(get(LONG))).isEqualTo(UpstreamFault.TOO_LARGE);
    }

    @Test
    void acceptsResponseOfMaximumSize() {
        serve(exchange -> respond(exchange, 200, " ".repeat(MAX_BYTES)));

        assertThat(TestTokens.value(get(LONG)).body()).hasSize(MAX_BYTES);
    }

    @Test
    void followsNoRedirect() {
        AtomicInteger calls = new AtomicInteger();
        serve(exchange -> {
            calls.incrementAndGet();
            exchange.getResponseHeaders().set("Location", "http://localhost:" + port() + "/elsewhere");
            respond(exchange, 302, "");
        });

        assertThat(TestTokens.fault(get(LONG))).isEqualTo(UpstreamFault.REDIRECTED);
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "500, SERVER_ERROR",
        "502, SERVER_ERROR",
        "503, SERVER_ERROR",
        "408, SERVER_ERROR",
        "429, TOO_MANY_REQUESTS",
        "302, REDIRECTED"
    })
    void reportsFaultForErrorStatus(int status, UpstreamFault expected) {
        serve(exchange -> respond(exchange, status, "<html>"));

        Outcome<UpstreamAnswer> outcome = get(LONG);

        assertThat(TestTokens.fault(outcome)).isEqualTo(expected);
        assertThat(((Outcome.Failed<UpstreamAnswer>) outcome).failure().status())
                .isEqualTo(status);
    }

    @Test
    void slowsDownWithoutRejectingRequestsAfterRetryAfter() {
        AtomicInteger calls = new AtomicInteger();
        serve(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            respond(exchange, calls.incrementAndGet() == 1 ? 429 : 200, "{}");
        });

        Outcome<UpstreamAnswer> refused = get(LONG);
        long started = System.nanoTime();

        assertThat(TestTokens.fault(refused)).isEqualTo(UpstreamFault.TOO_MANY_REQUESTS);
        assertThat(TestTokens.value(get(LONG)).isOk()).isTrue();
        assertThat(TestTokens.value(get(LONG)).isOk()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Pace.QUICKEST);
        assertThat(calls).hasValue(3);
    }

    @Test
    void retriesAfterShortRetryAfter() {
        AtomicInteger calls = new AtomicInteger();
        serve(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            respond(exchange, calls.incrementAndGet() == 1 ? 429 : 200, "{}");
        });

        assertThat(TestTokens.value(get(LONG)).isOk()).isTrue();
        assertThat(calls).hasValue(2);
    }

    @Test
    void servesNextRequestAfterErrorsCausedByOnePerson() {
        AtomicInteger calls = new AtomicInteger();
        serve(exchange -> respond(exchange, calls.incrementAndGet() <= CircuitBreaker.FAILURES ? 500 : 200, "{}"));

        for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
            assertThat(TestTokens.fault(get(LONG))).isEqualTo(UpstreamFault.SERVER_ERROR);
        }

        assertThat(TestTokens.value(get(LONG)).isOk()).isTrue();
    }

    @Test
    void opensCircuitOfOneProviderAfterRepeatedFailures() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch trials = new CountDownLatch(CircuitBreaker.TRIALS);
        serve(exchange -> {
            int call = calls.incrementAndGet();
            if (call > CircuitBreaker.FAILURES && call <= CircuitBreaker.FAILURES + CircuitBreaker.TRIALS) {
                trials.countDown();
                awaitOver();
            }
            respond(exchange, call <= CircuitBreaker.FAILURES ? 503 : 200, "{}");
        });
        for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
            get(LONG);
        }
        List<CompletableFuture<Outcome<UpstreamAnswer>>> waiting = new ArrayList<>();
        for (int i = 0; i < CircuitBreaker.TRIALS; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> get(LONG), threads));
        }
        assertThat(trials.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(TestTokens.fault(get(LONG))).isEqualTo(UpstreamFault.CIRCUIT_OPEN);
        assertThat(TestTokens.value(send(
                                "another magento", UpstreamCall.get(Endpoint.TOKEN, url("127.0.0.1")), LONG, LOCAL))
                        .isOk())
                .isTrue();

        over.countDown();
        for (CompletableFuture<Outcome<UpstreamAnswer>> call : waiting) {
            assertThat(TestTokens.value(call.get(20, TimeUnit.SECONDS)).isOk()).isTrue();
        }
        assertThat(TestTokens.value(get(LONG)).isOk()).isTrue();
    }

    @Test
    void limitsConcurrentCalls() throws Exception {
        CountDownLatch arrived = new CountDownLatch(UpstreamHttp.MAX_CALLS);
        serve(exchange -> {
            arrived.countDown();
            awaitOver();
            respond(exchange, 200, "{}");
        });
        List<CompletableFuture<Outcome<UpstreamAnswer>>> waiting = new ArrayList<>();
        for (int i = 0; i < UpstreamHttp.MAX_CALLS; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> get(LONG), threads));
        }
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(TestTokens.fault(get(LONG))).isEqualTo(UpstreamFault.BUSY);

        over.countDown();
        for (CompletableFuture<Outcome<UpstreamAnswer>> call : waiting) {
            assertThat(TestTokens.value(call.get(20, TimeUnit.SECONDS)).isOk()).isTrue();
        }
    }

    @Test
    void retriesOnceWhenKeptConnectionWasClosed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (ServerSocket closing = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> answerAndHangUp(closing, calls));
            UpstreamCall call = UpstreamCall.post(
                    Endpoint.TOKEN,
                    URI.create("http://127.0.0.1:" + closing.getLocalPort() + "/"),
                    Map.of("code", "a"));

            for (int i = 1; i <= 5; i++) {
                assertThat(TestTokens.value(send(call, LONG, LOCAL)).isOk()).isTrue();
                assertThat(calls).hasValue(i);
            }
        }
    }

    @Test
    void retriesOnlyOnceWhenConnectionsCloseWithoutResponse() {
        AtomicInteger calls = new AtomicInteger();
        serve(exchange -> {
            calls.incrementAndGet();
            exchange.close();
        });

        assertThat(TestTokens.fault(get(LONG))).isEqualTo(UpstreamFault.CONNECTION_FAILED);
        assertThat(calls).hasValue(2);
    }

    @Test
    void reportsConnectionFailureWhenRetryFindsCodeAlreadyUsed() {
        AtomicInteger calls = new AtomicInteger();
        serve(exchange -> {
            if (calls.incrementAndGet() == 1) {
                exchange.close();
            } else {
                respond(exchange, 400, "{\"error\":\"invalid_grant\"}");
            }
        });

        Outcome<UpstreamAnswer> outcome =
                send(UpstreamCall.post(Endpoint.TOKEN, url("localhost"), Map.of("code", "a")), LONG, LOCAL);

        assertThat(TestTokens.fault(outcome)).isEqualTo(UpstreamFault.CONNECTION_FAILED);
        assertThat(calls).hasValue(2);
    }

    /** Promises to keep each connection, and closes it. */
    private static void answerAndHangUp(ServerSocket server, AtomicInteger calls) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                byte[] request = new byte[8192];
                int read = 0;
                while (!new String(request, 0, Math.max(0, read), StandardCharsets.US_ASCII).endsWith("code=a")) {
                    read += socket.getInputStream().read(request, read, request.length - read);
                }
                calls.incrementAndGet();
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void reportsRefusedConnection() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(TestTokens.fault(send(
                        UpstreamCall.get(Endpoint.TOKEN, URI.create("http://localhost:" + free + "/")), LONG, LOCAL)))
                .isEqualTo(UpstreamFault.CONNECTION_FAILED);
    }

    @Test
    void reportsTlsFailure() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> answerInPlainText(plain));

            assertThat(TestTokens.fault(send(
                            UpstreamCall.get(
                                    Endpoint.TOKEN, URI.create("https://localhost:" + plain.getLocalPort() + "/x")),
                            LONG,
                            LOCAL)))
                    .isEqualTo(UpstreamFault.TLS_FAILED);
        }
    }

    @Test
    void reportsUnknownHostName() {
        UpstreamFault fault = TestTokens.fault(
                send(UpstreamCall.get(Endpoint.TOKEN, URI.create("https://no-such-host.invalid/")), LONG, LOCAL));

        assertThat(fault).isEqualTo(UpstreamFault.NAME_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost",
        "https://localhost",
        "https://127.0.0.1",
        "https://[::1]",
        "https://10.1.2.3",
        "https://169.254.169.254",
        "http://example.com"
    })
    void blocksSsrfToPrivateOrInsecureAddress(String base) {
        AtomicInteger calls = new AtomicInteger();
        serve(exchange -> calls.incrementAndGet());

        assertThat(TestTokens.fault(send(
                        UpstreamCall.get(Endpoint.JWKS, URI.create(base + ":" + port() + "/x")),
                        LONG,
                        new NetworkRule(false, false))))
                .isEqualTo(UpstreamFault.ADDRESS_NOT_ALLOWED);
        assertThat(calls).hasValue(0);
    }

    private void assertDoneInTime(UpstreamFault expected) {
        long started = System.nanoTime();

        Outcome<UpstreamAnswer> outcome = get(SHORT);

        assertThat(TestTokens.fault(outcome)).isEqualTo(expected);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SHORT.multipliedBy(5));
    }

    private Outcome<UpstreamAnswer> get(Duration budget) {
        return send(UpstreamCall.get(Endpoint.JWKS, url("127.0.0.1")), budget, LOCAL);
    }

    private Outcome<UpstreamAnswer> send(UpstreamCall call, Duration budget, NetworkRule rule) {
        return send("realm magento", call, budget, rule);
    }

    private Outcome<UpstreamAnswer> send(String owner, UpstreamCall call, Duration budget, NetworkRule rule) {
        return http.send(client, call, new UpstreamHttp.Limits(owner, CallDeadline.in(budget), MAX_BYTES, rule));
    }

    private URI url(String host) {
        return URI.create("http://" + host + ":" + port() + "/x");
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpHandler handler) {
        server.createContext("/", handler);
    }

    private static void answerInPlainText(ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().flush();
            connection.getInputStream().readAllBytes();
        } catch (IOException clientLeft) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitOver() {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
