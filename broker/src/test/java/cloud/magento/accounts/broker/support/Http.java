package cloud.magento.accounts.broker.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * A user agent without a screen: sends what it is told, keeps the cookies of each host as a browser on the loopback
 * interface does (a {@code Secure} one too), and follows redirects only when asked. Several threads may share it.
 */
public final class Http {
    public static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_REDIRECTS = 20;

    /** It knows nobody: what tells one agent from another is sent with each request. */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final Map<String, Map<String, String>> cookiesByHost = new ConcurrentHashMap<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    /** An answer, and where it came from. */
    public record Answer(URI uri, int status, HttpHeaders headers, String body) {
        /** Where a redirect leads. */
        public URI location() {
            return headers.firstValue("Location")
                    .map(uri::resolve)
                    .orElseThrow(() -> new AssertionError("No redirect but " + status + " from " + uri + ": " + body));
        }

        public boolean isRedirect() {
            return status / 100 == 3 && headers.firstValue("Location").isPresent();
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("No JSON from " + uri + ": " + body, e);
            }
        }

        /** The answer itself, if it has the status. */
        public Answer expecting(int expected) {
            if (status != expected) {
                throw new AssertionError("Not " + expected + " but " + status + " from " + uri + ": " + body);
            }
            return this;
        }
    }

    /** Text for a query or form. */
    public static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry ->
                        URLEncoder.encode(entry.getKey(), UTF_8) + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The parameters in the address's query. */
    public static Map<String, String> query(URI uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return parameters;
    }

    /** The one parameter, which must be there. */
    public static String parameter(URI uri, String name) {
        String value = query(uri).get(name);
        if (value == null) {
            throw new AssertionError("No " + name + " in " + uri);
        }
        return value;
    }

    public static URI uri(String base, Map<String, String> query) {
        return URI.create(query.isEmpty() ? base : base + "?" + encode(query));
    }

    /** Makes the agent known to the host by a cookie, {@code name=value}. */
    public Http withCookie(URI host, String cookie) {
        int equals = cookie.indexOf('=');
        cookies(host).put(cookie.substring(0, equals), cookie.substring(equals + 1));
        return this;
    }

    /** Whatever it sends has this header too. */
    public Http withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Forgets what every host remembers this agent by. */
    public void forgetCookies() {
        cookiesByHost.clear();
    }

    public Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    public Answer post(URI uri, Map<String, String> form) {
        return send(form(uri, form));
    }

    public Answer post(URI uri, Map<String, String> form, String user, String password) {
        String credentials = Base64.getEncoder()
                .encodeToString(
                        (URLEncoder.encode(user, UTF_8) + ":" + URLEncoder.encode(password, UTF_8)).getBytes(UTF_8));
        return send(form(uri, form).header("Authorization", "Basic " + credentials));
    }

    /** A form with a file, as a browser sends it. */
    public Answer postFile(URI uri, Map<String, String> form, String fileField, String file) {
        String boundary = "----" + UUID.randomUUID();
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        body.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(fileField)
                .append("\"; filename=\"rows.csv\"\r\nContent-Type: text/csv\r\n\r\n")
                .append(file)
                .append("\r\n--")
                .append(boundary)
                .append("--\r\n");
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Follows redirects to the end, from host to host. */
    public Answer follow(URI uri) {
        return follow(get(uri));
    }

    public Answer follow(Answer first) {
        Answer answer = first;
        for (int hop = 0; answer.isRedirect(); hop++) {
            if (hop == MOST_REDIRECTS) {
                throw new AssertionError("Redirected for ever, now to " + answer.location());
            }
            answer = get(answer.location());
        }
        return answer;
    }

    /** Follows redirects until one leads to the given place, and returns that without going there. */
    public URI followUntil(Answer first, String prefix) {
        Answer answer = first;
        while (answer.isRedirect() && !answer.location().toString().startsWith(prefix)) {
            answer = get(answer.location());
        }
        return answer.location();
    }

    public Answer send(HttpRequest.Builder request) {
        URI uri = request.build().uri();
        String known = cookies(uri).entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!known.isEmpty()) {
            request.setHeader("Cookie", known);
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(cookie -> remember(uri, cookie));
            return new Answer(uri, response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("No answer from " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder form(URI uri, Map<String, String> form) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(form)));
    }

    private Map<String, String> cookies(URI uri) {
        return cookiesByHost.computeIfAbsent(uri.getHost(), host -> new ConcurrentSkipListMap<>());
    }

    private void remember(URI uri, String header) {
        String[] parts = header.split(";");
        int equals = parts[0].indexOf('=');
        String name = parts[0].substring(0, equals);
        String value = parts[0].substring(equals + 1);
        boolean over = header.toLowerCase(Locale.ROOT).contains("max-age=0");
        if (over || value.isEmpty()) {
            cookies(uri).remove(name);
        } else {
            cookies(uri).put(name, value);
        }
    }
}
