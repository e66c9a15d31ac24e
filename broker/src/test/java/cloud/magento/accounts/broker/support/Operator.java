package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.Http.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A script of an operator's: a client of the realm with a service account, which has just the roles it was given. */
public final class Operator {
    /** Shorter than a token lives. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Broker broker;
    private final String realm;
    private final Credentials credentials;
    private String token = "";
    private long signedInAt;

    private Operator(Broker broker, String realm, Credentials credentials) {
        this.broker = broker;
        this.realm = realm;
        this.credentials = credentials;
    }

    /** Registers one in the realm, with these roles of the client {@code realm-management}. */
    public static Operator with(Broker broker, String realm, String... roles) {
        return new Operator(broker, realm, register(broker, realm, roles));
    }

    private String token() {
        if (token.isEmpty() || System.nanoTime() - signedInAt > FRESH.toNanos()) {
            token = new Http()
                    .post(
                            broker.url("/realms/" + realm + "/protocol/openid-connect/token"),
                            Map.of("grant_type", "client_credentials"),
                            credentials.clientId(),
                            credentials.secret())
                    .expecting(200)
                    .json()
                    .get("access_token")
                    .asText();
            signedInAt = System.nanoTime();
        }
        return token;
    }

    /** By what such a client signs in. */
    public record Credentials(String clientId, String secret) {}

    /** Only registers one. */
    public static Credentials register(Broker broker, String realm, String... roles) {
        return register(broker.server(), realm, roles);
    }

    /** The same, at another server. */
    public static Credentials register(Admin admin, String realm, String... roles) {
        String clientId = "operator-" + UUID.randomUUID();
        String secret = UUID.randomUUID().toString();
        URI location = admin.post(
                "/" + realm + "/clients",
                Map.of(
                        "clientId",
                        clientId,
                        "secret",
                        secret,
                        "serviceAccountsEnabled",
                        true,
                        "standardFlowEnabled",
                        false));
        String path = location.getPath();
        String user = admin.get(path.substring(path.indexOf("/" + realm)) + "/service-account-user")
                .get("id")
                .asText();
        String management = admin.get("/" + realm + "/clients", Map.of("clientId", "realm-management"))
                .get(0)
                .get("id")
                .asText();
        for (String role : roles) {
            admin.send(
                            "POST",
                            "/" + realm + "/users/" + user + "/role-mappings/clients/" + management,
                            Admin.json(List.of(admin.get("/" + realm + "/clients/" + management + "/roles/" + role))))
                    .expecting(204);
        }
        return new Credentials(clientId, secret);
    }

    /** Whatever the server answers under {@code /admin/realms}. */
    public Answer send(String method, String path, Object body) {
        return send(method, path, "application/json", Admin.json(body));
    }

    /** The same, with a body of another kind. */
    public Answer send(String method, String path, String contentType, BodyPublisher body) {
        return new Http()
                .send(HttpRequest.newBuilder(broker.url("/admin/realms" + path))
                        .header("Authorization", "Bearer " + token())
                        .header("Content-Type", contentType)
                        .method(method, body));
    }
}
