package cloud.magento.accounts.upstream.http;

import cloud.magento.accounts.net.BoundedExchange;
import cloud.magento.accounts.net.CallDeadline;
import cloud.magento.accounts.net.CircuitBreaker;
import cloud.magento.accounts.net.NetworkRule;
import cloud.magento.accounts.net.Pace;
import cloud.magento.accounts.net.Waiting;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.upstream.protocol.Failure;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.NoHttpResponseException;
import org.apache.http.client.entity.UrlEncodedFormEntity;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.message.BasicNameValuePair;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks upstream, and is done by the deadline whatever upstream does: answers slowly, drips, never ends, unpacks to
 * gigabytes, redirects or hangs. It goes through Keycloak's own HTTP client, which has the server's proxy and trust
 * store, but to the address that was checked, so that a name cannot resolve to one address for the check and to another
 * for the call.
 *
 * <p>At most {@value #MAX_CALLS} calls to one URL are under way at once, one that keeps failing is tried by a few only
 * ({@link CircuitBreaker}), and one that asks for time is asked more slowly ({@link Pace}). All of that is each
 * provider's own: two realms with the same upstream share nothing of it.
 */
public final class UpstreamHttp implements AutoCloseable {
    public static final int MAX_CALLS = 32;

    private static final Logger LOG = Logger.getLogger(UpstreamHttp.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String METRIC = "magento.upstream.requests";

    /** For quantiles: few, since there are as many series for each endpoint and outcome. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final DnsLookup names = new DnsLookup();
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Map<String, CallHistory> histories = new ConcurrentHashMap<>();
    private final BoundedExchange exchange = new BoundedExchange("magento-upstream-deadlines");

    /**
     * What a call is held to.
     *
     * @param owner the provider on whose behalf it is made
     * @param deadline when the whole answer must be there
     * @param maxBytes how long the body may be, unpacked
     * @param rule whom may be called
     */
    public record Limits(String owner, CallDeadline deadline, int maxBytes, NetworkRule rule) {}

    /** The answer, whatever client error it tells of; everything else is a failure. */
    public Outcome<UpstreamAnswer> send(CloseableHttpClient client, UpstreamCall call, Limits limits) {
        long started = System.nanoTime();
        Outcome<UpstreamAnswer> outcome = guarded(client, call, limits);
        Timer.builder(METRIC)
                .description("Calls to Magento.com and their time.")
                .tag("endpoint", call.endpoint().id())
                .tag("outcome", UpstreamAnswer.word(outcome))
                .serviceLevelObjectives(BUCKETS)
                .register(Metrics.globalRegistry)
                .record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        return outcome;
    }

    @Override
    public void close() {
        exchange.close();
        names.close();
    }

    /** Forgets how a realm's providers fared: what they are configured to ask may be another one now. */
    public void forget(String realmId) {
        lines.keySet().removeIf(key -> key.startsWith(realmId + " "));
        histories.keySet().removeIf(owner -> owner.startsWith(realmId + " "));
    }

    /** How the calls to a provider's upstream went; empty where there was none. */
    public Optional<CallHistory> history(String owner) {
        return Optional.ofNullable(histories.get(owner));
    }

    /** The provider's upstream was out of order as a whole and is back: the next request to each address is tried. */
    public void recover(String owner) {
        linesOf(owner).forEach(line -> line.breaker().close());
    }

    /**
     * Whether an address of the provider's upstream is out of order, as far as this node knows; empty where it has
     * asked none since it was started or the provider was saved.
     *
     * @param owner the provider
     */
    public Optional<Boolean> isOutOfOrder(String owner) {
        List<Line> known = linesOf(owner);
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.stream().anyMatch(line -> line.breaker().isOpen()));
    }

    private List<Line> linesOf(String owner) {
        return lines.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(owner + " http"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Outcome<UpstreamAnswer> guarded(CloseableHttpClient client, UpstreamCall call, Limits limits) {
        if (!limits.rule().admits(call.url())) {
            return Outcome.failed(UpstreamFault.ADDRESS_NOT_ALLOWED);
        }
        Line line = lines.computeIfAbsent(Line.key(limits.owner(), call.url()), key -> new Line());
        if (!line.calls().tryAcquire()) {
            return Outcome.failed(UpstreamFault.BUSY);
        }
        try {
            Outcome<UpstreamAnswer> outcome = inTurn(client, call, limits, line);
            return outcome.fold(answer -> false, failure -> isWorthWaiting(failure, limits.deadline()))
                    ? inTurn(client, call, limits, line)
                    : outcome;
        } finally {
            line.calls().release();
        }
    }

    /** Upstream did nothing but ask for time, and that much there is: waits for it. */
    private static boolean isWorthWaiting(Failure failure, CallDeadline deadline) {
        Duration asked = failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
        return failure.fault() == UpstreamFault.TOO_MANY_REQUESTS
                && asked.compareTo(deadline.maxWait()) <= 0
                && Waiting.passed(asked);
    }

    private Outcome<UpstreamAnswer> inTurn(CloseableHttpClient client, UpstreamCall call, Limits limits, Line line) {
        Optional<Duration> turn = line.pace().turn(limits.deadline().maxWait());
        if (turn.isEmpty() || !Waiting.passed(turn.get())) {
            return Outcome.failed(new Failure(UpstreamFault.PACED, RETRY));
        }
        Optional<CircuitBreaker.Permit> permit = line.breaker().enter();
        return permit.isEmpty()
                ? Outcome.failed(new Failure(UpstreamFault.CIRCUIT_OPEN, RETRY))
                : reported(client, call, limits, line, permit.get());
    }

    private Outcome<UpstreamAnswer> reported(
            CloseableHttpClient client, UpstreamCall call, Limits limits, Line line, CircuitBreaker.Permit permit) {
        boolean ample = limits.deadline().isAmple();
        CircuitBreaker.Result result = CircuitBreaker.Result.UNKNOWN;
        UpstreamFault fault = null;
        try {
            Outcome<UpstreamAnswer> outcome = names.addresses(
                            limits.owner(), call.url(), limits.rule(), limits.deadline())
                    .flatMap(addresses -> reach(client, call, limits, addresses));
            if (outcome instanceof Outcome.Failed<UpstreamAnswer> failed) {
                Failure failure = failed.failure();
                result = result(failure, ample);
                fault = failure.fault();
                if (failure.fault() == UpstreamFault.TOO_MANY_REQUESTS || failure.retryAfter() != null) {
                    line.pace().throttle(failure.retryAfter());
                }
            } else {
                result = CircuitBreaker.Result.SUCCESS;
                line.pace().recover();
            }
            return outcome;
        } finally {
            line.breaker().report(permit, result);
            remember(limits.owner(), result, fault);
        }
    }

    private void remember(String owner, CircuitBreaker.Result result, @Nullable UpstreamFault fault) {
        if (result != CircuitBreaker.Result.UNKNOWN) {
            @Nullable UpstreamFault wrong = result == CircuitBreaker.Result.FAILURE ? fault : null;
            histories.compute(owner, (key, before) -> CallHistory.with(before, wrong, Instant.now()));
        }
    }

    /** What a failure says of upstream: that it is out of order, that it answers, or nothing. */
    private static CircuitBreaker.Result result(Failure failure, boolean ample) {
        return switch (failure.fault()) {
            case TIMEOUT -> ample ? CircuitBreaker.Result.FAILURE : CircuitBreaker.Result.UNKNOWN;
            case BUSY -> CircuitBreaker.Result.UNKNOWN;
            case TOO_MANY_REQUESTS -> CircuitBreaker.Result.SUCCESS;
            default ->
                failure.fault().reason() == ReasonCode.UPSTREAM_UNAVAILABLE
                        ? CircuitBreaker.Result.FAILURE
                        : CircuitBreaker.Result.SUCCESS;
        };
    }

    /** Tries one address after the other until one takes the connection. */
    private Outcome<UpstreamAnswer> reach(
            CloseableHttpClient client, UpstreamCall call, Limits limits, List<InetAddress> addresses) {
        Outcome<UpstreamAnswer> outcome = Outcome.failed(UpstreamFault.CONNECTION_FAILED);
        for (InetAddress address : addresses) {
            if (limits.deadline().isOver()) {
                return Outcome.failed(UpstreamFault.TIMEOUT);
            }
            try {
                return ask(client, call, limits, target(call.url(), address));
            } catch (ConnectException | NoRouteToHostException unreachable) {
                outcome = Outcome.failed(fault(unreachable, limits.deadline()));
            } catch (IOException broken) {
                LOG.debugf("%s: %s", call.endpoint(), broken.getClass().getName());
                return Outcome.failed(fault(broken, limits.deadline()));
            }
        }
        return outcome;
    }

    /**
     * Asks at one address. A connection that was kept may have been closed by the other side at this moment, as servers
     * and balancers do that have too many of them, and that shows only in use: so once more, on one that is checked
     * first. A code that upstream did redeem before it hung up is refused the second time and opens nothing; what is
     * told then is that it hung up.
     */
    private Outcome<UpstreamAnswer> ask(CloseableHttpClient client, UpstreamCall call, Limits limits, HttpHost target)
            throws IOException {
        try {
            return exchange(client, call, limits, target, false);
        } catch (ConnectException | NoRouteToHostException unreachable) {
            throw unreachable;
        } catch (NoHttpResponseException | SocketException dropped) {
            LOG.debugf(
                    "%s: retrying once after %s",
                    call.endpoint(), dropped.getClass().getName());
            Outcome<UpstreamAnswer> second = exchange(client, call, limits, target, true);
            boolean spent = call.form() != null && second.fold(answer -> !answer.isOk(), failure -> false);
            if (spent) {
                throw dropped;
            }
            return second;
        }
    }

    private Outcome<UpstreamAnswer> exchange(
            CloseableHttpClient client, UpstreamCall call, Limits limits, HttpHost target, boolean onCheckedConnection)
            throws IOException {
        HttpRequestBase request = request(call);
        Duration left = Duration.ofMillis(limits.deadline().remainingMillis());
        return exchange.send(
                client, target, request, left, onCheckedConnection, response -> answer(request, response, limits));
    }

    private static Outcome<UpstreamAnswer> answer(
            HttpRequestBase request, CloseableHttpResponse response, Limits limits) throws IOException {
        int status = response.getStatusLine().getStatusCode();
        if (status >= 300 && status < 400) {
            return Outcome.failed(new Failure(UpstreamFault.REDIRECTED, null, status));
        }
        if (status == 429 || status == 408 || status >= 500) {
            Duration retryAfter = retryAfter(response.getFirstHeader("Retry-After"));
            return Outcome.failed(new Failure(
                    status == 429 ? UpstreamFault.TOO_MANY_REQUESTS : UpstreamFault.SERVER_ERROR, retryAfter, status));
        }
        if (status < 200) {
            return Outcome.failed(new Failure(UpstreamFault.STATUS_UNEXPECTED, null, status));
        }
        return body(response.getEntity(), limits.maxBytes())
                .<Outcome<UpstreamAnswer>>map(
                        body -> Outcome.of(new UpstreamAnswer(status, type(response.getEntity()), body)))
                .orElseGet(() -> {
                    request.abort();
                    return Outcome.failed(new Failure(UpstreamFault.TOO_LARGE, null, status));
                });
    }

    /**
     * The body, or empty where it is longer than allowed. It is not closed then, since that would read it to its end.
     */
    private static Optional<String> body(@Nullable HttpEntity entity, int maxBytes) throws IOException {
        if (entity == null) {
            return Optional.of("");
        }
        InputStream content = entity.getContent();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > maxBytes) {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    private static String type(@Nullable HttpEntity entity) {
        Header type = entity == null ? null : entity.getContentType();
        String value = type == null ? null : type.getValue();
        return value == null ? "" : value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static HttpRequestBase request(UpstreamCall call) {
        HttpRequestBase request = call.form() == null ? new HttpGet(call.url()) : post(call.url(), call.form());
        call.headers().forEach(request::setHeader);
        return request;
    }

    private static HttpPost post(URI url, Map<String, String> form) {
        HttpPost post = new HttpPost(url);
        List<BasicNameValuePair> fields = new ArrayList<>();
        form.forEach((name, value) -> fields.add(new BasicNameValuePair(name, value)));
        post.setEntity(new UrlEncodedFormEntity(fields, StandardCharsets.UTF_8));
        return post;
    }

    /** The host under its name, for TLS and for the server, at the address that was checked. */
    private static HttpHost target(URI url, InetAddress address) {
        String scheme = url.getScheme();
        int port = url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(scheme) ? 443 : 80;
        return new HttpHost(address, url.getHost(), port, scheme);
    }

    private static UpstreamFault fault(IOException broken, CallDeadline deadline) {
        if (deadline.isOver() || broken instanceof SocketTimeoutException) {
            return UpstreamFault.TIMEOUT;
        }
        return broken instanceof SSLException ? UpstreamFault.TLS_FAILED : UpstreamFault.CONNECTION_FAILED;
    }

    /** Seconds only: a date would be no better than the clock it is compared with. */
    private static @Nullable Duration retryAfter(@Nullable Header header) {
        String value = header == null ? null : header.getValue();
        return value != null && value.strip().matches("\\d{1,6}")
                ? Duration.ofSeconds(Long.parseLong(value.strip()))
                : null;
    }

    /** What is known of one URL of one provider's upstream. */
    private record Line(CircuitBreaker breaker, Pace pace, Semaphore calls) {
        Line() {
            this(new CircuitBreaker(), new Pace(Pace.QUICKEST, System::nanoTime), new Semaphore(MAX_CALLS));
        }

        static String key(String owner, URI url) {
            return owner + " " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
        }
    }
}
