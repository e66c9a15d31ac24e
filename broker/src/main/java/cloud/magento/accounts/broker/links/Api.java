package cloud.magento.accounts.broker.links;

import cloud.magento.accounts.broker.links.Http.Reply;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;

/** Calls the server's admin REST API for one realm, and says in a sentence what it refuses. */
final class Api {
    /** A take-over works for 45 seconds, and a look at a million links for minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final String JSON = "application/json";

    private final Session session;
    private final String realm;

    Api(Session session) {
        this.session = session;
        this.realm = session.configuration().targetRealm();
    }

    String realm() {
        return realm;
    }

    String server() {
        return session.configuration().server();
    }

    JsonNode get(String path, Map<String, String> query) {
        return json(open("GET", path, query));
    }

    JsonNode post(String path, Map<String, String> query) {
        return json(good(send("POST", path, query, JSON, BodyPublishers.noBody())));
    }

    /** Opens what is read while it comes. */
    Reply open(String method, String path, Map<String, String> query) {
        return good(send(method, path, query, JSON, BodyPublishers.noBody()));
    }

    static BodyPublisher body(Object content) {
        try {
            return BodyPublishers.ofByteArray(Http.JSON.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Whatever the server answers, but for a token that it no longer takes: then once more with a new one.
     *
     * @param path after the realm's, with each part encoded
     */
    Reply send(String method, String path, Map<String, String> query, String type, BodyPublisher body) {
        Reply reply = send(session.accessToken(), method, path, query, type, body);
        if (reply.status() == 401) {
            reply.close();
            reply = send(session.renew(), method, path, query, type, body);
        }
        return reply;
    }

    private Reply send(
            String token, String method, String path, Map<String, String> query, String type, BodyPublisher body) {
        URI uri = URI.create(server() + "/admin/realms/" + Http.encode(realm) + path
                + (query.isEmpty() ? "" : "?" + Http.encode(query)));
        return session.http()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", type)
                                .method(method, body),
                        PATIENCE);
    }

    /** The answer, if it is no refusal. */
    Reply good(Reply reply) {
        if (!reply.isGood()) {
            throw refusal(reply);
        }
        return reply;
    }

    JsonNode json(Reply reply) {
        JsonNode answer = reply.json();
        if (answer.isMissingNode()) {
            throw CommandException.refused(noKeycloak(reply));
        }
        return answer;
    }

    /** What the server said against it, as what the command ends with. */
    CommandException refusal(Reply reply) {
        int status = reply.status();
        if (status / 100 == 3) {
            reply.close();
            return CommandException.refused("The server leads elsewhere, to "
                    + reply.location().orElse("nowhere") + ". Sign in with the address that it leads to.");
        }
        JsonNode answer = reply.json();
        String detail = reply.isProblem()
                ? answer.path("detail").asText()
                : answer.path("error_description").asText(answer.path("error").asText(""));
        return switch (status) {
            case 401 ->
                CommandException.notSignedIn("The server does not take this sign-in. An administrator of the"
                        + " realm " + realm + " or of the master realm has to: magento-links login");
            case 403 ->
                CommandException.notSignedIn(
                        "Not allowed" + (reply.isProblem() ? ". " + detail : " in the realm " + realm + "."));
            case 404, 405 -> CommandException.refused(reply.isProblem() ? detail : missing(detail));
            case 408, 429 -> CommandException.unreachable(busy(status));
            default ->
                status >= 500
                        ? CommandException.unreachable(busy(status))
                        : CommandException.refused(detail.isEmpty() ? noKeycloak(reply) : detail);
        };
    }

    private static String busy(int status) {
        return "The server answered " + status + ", which is trouble of its own. Its log tells which.";
    }

    private String missing(String error) {
        return error.startsWith("Realm not found")
                ? "There is no realm " + realm + " at " + server() + ". -r names another."
                : "The server has no such call. Is magento-provider.jar in it, and as new as this command?";
    }

    private String noKeycloak(Reply reply) {
        return "At " + server() + " nobody answers like a Keycloak (HTTP " + reply.status() + ").";
    }
}
