package cloud.magento.accounts.broker.upstream;

import static cloud.magento.accounts.broker.upstream.Outcome.ACCEPTED;
import static cloud.magento.accounts.broker.upstream.Outcome.ANSWER_INVALID;
import static cloud.magento.accounts.broker.upstream.Outcome.ANSWER_STALE;
import static cloud.magento.accounts.broker.upstream.Outcome.CONFIGURATION;
import static cloud.magento.accounts.broker.upstream.Outcome.UNAVAILABLE;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * One thing wrong in how an answer travels. The padded, slow and dripping ones end in the right answer, so that a
 * broker that swallows them goes on, and a test sees it.
 */
public enum WireFault {
    HTML(ANSWER_INVALID, (exchange, content) -> exchange.html(200, LoginPages.problem("Out of order"))),
    /** Merely unusual: RFC 8259, section 8.1. */
    BYTE_ORDER_MARK(
            ACCEPTED,
            (exchange, content) ->
                    exchange.send(200, "application/json", (char) 0xFEFF + Exchange.JSON.writeValueAsString(content))),
    JSON_OF_ANOTHER_SHAPE(ANSWER_INVALID, (exchange, content) -> exchange.json(200, new Object[] {content})),
    JSON_NESTED_DEEPLY(
            ANSWER_INVALID, (exchange, content) -> exchange.send(200, "application/json", "[".repeat(100_000))),
    JSON_CUT_OFF(ANSWER_INVALID, (exchange, content) -> {
        String whole = Exchange.JSON.writeValueAsString(content);
        exchange.send(200, "application/json", whole.substring(0, whole.length() / 2));
    }),
    EMPTY(ANSWER_INVALID, (exchange, content) -> exchange.send(200, "application/json", "")),
    ENDLESS(ANSWER_INVALID, (exchange, content) -> padded(exchange.stream("application/json"), content, 1 << 30)),
    HUGE(ANSWER_INVALID, (exchange, content) -> padded(exchange.stream("application/json"), content, 32 << 20)),
    HUGE_WHEN_UNPACKED(ANSWER_INVALID, (exchange, content) -> {
        exchange.setHeader("Content-Encoding", "gzip");
        padded(new GZIPOutputStream(exchange.stream("application/json")), content, 256 << 20);
    }),
    SLOW(UNAVAILABLE, (exchange, content) -> {
        exchange.linger(Duration.ofMinutes(2));
        exchange.json(200, content);
    }),
    DRIPPING(UNAVAILABLE, WireFault::drip),
    STATUS_400(ANSWER_STALE, (exchange, content) -> exchange.json(400, Map.of("error", "invalid_grant"))),
    STATUS_401(CONFIGURATION, (exchange, content) -> exchange.json(401, Map.of("error", "invalid_client"))),
    STATUS_429(UNAVAILABLE, (exchange, content) -> {
        exchange.setHeader("Retry-After", "30");
        exchange.json(429, Map.of("error", "slow_down"));
    }),
    STATUS_500(UNAVAILABLE, (exchange, content) -> exchange.html(500, LoginPages.problem("Out of order"))),
    STATUS_503(UNAVAILABLE, (exchange, content) -> exchange.html(503, LoginPages.problem("Out of order"))),
    REDIRECT(ANSWER_INVALID, (exchange, content) -> exchange.redirect(Forgery.echoing(content))),
    CONNECTION_DROPPED(UNAVAILABLE, (exchange, content) -> {
        throw new IOException("The stand-in hangs up");
    }),
    CONNECTION_REFUSED(UNAVAILABLE, "http://127.0.0.1:" + closedPort()),
    NAME_UNKNOWN(UNAVAILABLE, "https://magento.invalid"),
    /** Plain HTTP where TLS is expected. */
    TLS_FAILING(UNAVAILABLE, "");

    private interface Answer {
        void send(Exchange exchange, Map<String, Object> content) throws IOException;
    }

    private final Outcome outcome;
    private final Answer answer;
    private final Optional<String> elsewhere;

    WireFault(Outcome outcome, Answer answer) {
        this.outcome = outcome;
        this.answer = answer;
        this.elsewhere = Optional.empty();
    }

    /** A fault of the address that the metadata gives, empty for the stand-in's own with another scheme. */
    WireFault(Outcome outcome, String elsewhere) {
        this.outcome = outcome;
        this.answer = (exchange, content) -> exchange.json(200, content);
        this.elsewhere = Optional.of(elsewhere);
    }

    /** What the broker owes this answer. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether an answer of this endpoint can have the fault, and the outcome holds for it. */
    public boolean canBefall(Endpoint endpoint) {
        boolean aboutTheGrant = this == STATUS_400 || this == STATUS_401 && endpoint != Endpoint.PAR;
        return endpoint == Endpoint.TOKEN || !aboutTheGrant && !(isOfAddress() && endpoint == Endpoint.DISCOVERY);
    }

    private boolean isOfAddress() {
        return elsewhere.isPresent();
    }

    Misbehaviour at(Endpoint spoilt) {
        return new Misbehaviour() {
            @Override
            public void send(Endpoint endpoint, Exchange exchange, int status, Map<String, Object> content)
                    throws IOException {
                if (endpoint == spoilt) {
                    answer.send(exchange, content);
                } else {
                    exchange.json(status, content);
                }
            }

            @Override
            public void discovery(Map<String, Object> metadata) {
                elsewhere.ifPresent(base -> metadata.replaceAll((name, value) -> moved(base, value, spoilt)));
            }
        };
    }

    static Object moved(String base, Object value, Endpoint spoilt) {
        String address = String.valueOf(value);
        if (!address.endsWith(spoilt.path())) {
            return value;
        }
        return base.isEmpty()
                ? address.replace("http:", "https:")
                : URI.create(base + spoilt.path()).toString();
    }

    private static void padded(OutputStream out, Map<String, Object> content, int spaces) throws IOException {
        byte[] padding = new byte[8192];
        Arrays.fill(padding, (byte) ' ');
        try (out) {
            for (int sent = 0; sent < spaces; sent += padding.length) {
                out.write(padding);
            }
            out.write(Exchange.JSON.writeValueAsBytes(content));
        }
    }

    /** A byte every quarter of a second: never idle, and over two minutes in all. */
    private static void drip(Exchange exchange, Map<String, Object> content) throws IOException {
        try (OutputStream out = exchange.stream("application/json")) {
            for (int drop = 0; drop < 500; drop++) {
                out.write(" ".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                exchange.linger(Duration.ofMillis(250));
            }
            out.write(Exchange.JSON.writeValueAsBytes(content));
        }
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
