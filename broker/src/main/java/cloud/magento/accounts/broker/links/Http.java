package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Sends requests, follows no redirect, and says in a sentence why there was no answer. */
final class Http {
    static final JsonMapper JSON = new JsonMapper();

    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final HttpClient client;

    /** @param trust what vouches for the server; Java's own certificates where there is none */
    Http(Optional<SSLContext> trust) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECTING);
        trust.ifPresent(builder::sslContext);
        client = builder.build();
    }

    /** An answer whose body is still to be read. */
    record Reply(URI uri, int status, Optional<String> type, Optional<String> location, InputStream body)
            implements AutoCloseable {
        boolean isGood() {
            return status / 100 == 2;
        }

        /** What is wrong, where the answer is an error in the form of RFC 9457. */
        boolean isProblem() {
            return type.filter(name -> name.startsWith("application/problem+json"))
                    .isPresent();
        }

        /** The body; a missing node where it is no JSON. */
        JsonNode json() {
            try (body) {
                return JSON.readTree(body.readAllBytes());
            } catch (JsonProcessingException e) {
                return MissingNode.getInstance();
            } catch (IOException e) {
                throw brokenOff(uri);
            }
        }

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException e) {
                throw brokenOff(uri);
            }
        }
    }

    /** @param patience until when the answer must begin */
    Reply send(HttpRequest.Builder builder, Duration patience) {
        HttpRequest request =
                builder.header("User-Agent", "magento-links").timeout(patience).build();
        URI uri = request.uri();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return new Reply(
                    uri,
                    response.statusCode(),
                    response.headers().firstValue("Content-Type"),
                    response.headers().firstValue("Location"),
                    response.body());
        } catch (IOException e) {
            throw CommandException.unreachable(place(uri) + " " + why(e, patience));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.unreachable("Interrupted.");
        }
    }

    static CommandException brokenOff(URI uri) {
        return CommandException.unreachable("The answer of " + place(uri) + " was broken off.");
    }

    /** Text for a query or a form. */
    static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Text for a part of a path, or of a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String place(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static String why(IOException failure, Duration patience) {
        if (failure instanceof HttpConnectTimeoutException) {
            return "cannot be reached: it does not answer.";
        }
        if (failure instanceof HttpTimeoutException) {
            return "did not answer within " + patience.toSeconds() + " seconds.";
        }
        if (failure instanceof ConnectException) {
            return isUnknownHost(failure)
                    ? "cannot be reached: there is no host of this name."
                    : "cannot be reached: the connection was refused.";
        }
        if (failure instanceof SSLException) {
            return "cannot be trusted: the TLS connection failed. If its certificate is of your own authority, name"
                    + " that with --truststore; if it speaks http, say so in --server.";
        }
        return "broke the connection off.";
    }

    private static boolean isUnknownHost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
