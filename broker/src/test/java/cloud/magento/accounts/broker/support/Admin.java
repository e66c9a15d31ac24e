package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.Http.Answer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The server's administrator at Keycloak's admin REST interface, with a token that is renewed before it ends. Threads
 * may share it.
 */
public final class Admin {
    private static final Duration RENEW_AFTER = Duration.ofSeconds(30);

    private final URI server;
    private final String user;
    private final String password;
    private final Http http = new Http();
    private String token = "";
    private Instant renewAt = Instant.MIN;

    Admin(URI server, String user, String password) {
        this.server = server;
        this.user = user;
        this.password = password;
    }

    public RealmAdmin realm(String name) {
        return new RealmAdmin(this, name);
    }

    public JsonNode get(String path, Map<String, String> query) {
        return send("GET", Http.uri(path, query).toString(), BodyPublishers.noBody())
                .expecting(200)
                .json();
    }

    public JsonNode get(String path) {
        return get(path, Map.of());
    }

    /** Creates something and returns where it lies. */
    public URI post(String path, Object body) {
        return URI.create(send("POST", path, json(body))
                .expecting(201)
                .headers()
                .firstValue("Location")
                .orElseThrow());
    }

    public void put(String path, Object body) {
        send("PUT", path, json(body)).expecting(204);
    }

    public void delete(String path) {
        send("DELETE", path, BodyPublishers.noBody()).expecting(204);
    }

    /** Whatever the server answers, for what may be refused. */
    public Answer send(String method, String path, BodyPublisher body) {
        return send(method, path, "application/json", body);
    }

    /** The same, with a body of another kind. */
    public Answer send(String method, String path, String contentType, BodyPublisher body) {
        return http.send(HttpRequest.newBuilder(server.resolve("admin/realms" + path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", contentType)
                .method(method, body));
    }

    public static BodyPublisher json(Object body) {
        try {
            return BodyPublishers.ofString(Http.JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private synchronized String token() {
        Instant now = Instant.now();
        if (now.isAfter(renewAt)) {
            Map<String, String> form =
                    Map.of("grant_type", "password", "client_id", "admin-cli", "username", user, "password", password);
            token = http.post(server.resolve("realms/master/protocol/openid-connect/token"), form)
                    .expecting(200)
                    .json()
                    .get("access_token")
                    .asText();
            renewAt = now.plus(RENEW_AFTER);
        }
        return token;
    }
}
