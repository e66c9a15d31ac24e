package cloud.magento.accounts.broker.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An application of the realm, as ordinary as can be: public, authorization code with proof key, a page to come back
 * to. It knows nothing of Magento.com.
 */
public final class DemoApp implements AutoCloseable {
    private final BrokerRealm realm;
    private final String clientId = "demo-app-" + UUID.randomUUID();
    private final HttpServer server;
    private final Pkce pkce = Pkce.fresh();
    private final LinkedBlockingQueue<Map<String, String>> answers = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> toldSignOuts = new LinkedBlockingQueue<>();

    private DemoApp(BrokerRealm realm) {
        this.realm = realm;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/back", this::arrive);
        server.createContext("/signed-out", this::hear);
        server.start();
    }

    /** Starts the application and registers it in the accounts' realm. */
    public static DemoApp of(Broker broker) {
        return of(broker.accounts());
    }

    /** Starts the application and registers it in the realm. */
    public static DemoApp of(BrokerRealm realm) {
        return new DemoApp(realm).registered(Map.of());
    }

    /** The same, and it is told by the back channel of whoever signs out. */
    public static DemoApp toldOfSignOuts(BrokerRealm realm) {
        DemoApp app = new DemoApp(realm);
        return app.registered(Map.of("backchannel.logout.url", app.url("/signed-out")));
    }

    private DemoApp registered(Map<String, String> attributes) {
        Map<String, String> all = new HashMap<>(attributes);
        all.put("post.logout.redirect.uris", redirectUri());
        realm.admin()
                .createClient(Map.of(
                        "clientId",
                        clientId,
                        "publicClient",
                        true,
                        "standardFlowEnabled",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "redirectUris",
                        List.of(redirectUri()),
                        "webOrigins",
                        List.of(),
                        "attributes",
                        all));
        return this;
    }

    /** What the application holds of somebody who signed in. */
    public record Tokens(JsonNode response) {
        public JsonNode accessToken() {
            return claims("access_token");
        }

        public JsonNode idToken() {
            return claims("id_token");
        }

        public String refreshToken() {
            return response.get("refresh_token").asText();
        }

        private JsonNode claims(String name) {
            return Jwt.claims(response.get(name).asText());
        }
    }

    /** The id that it is registered by. */
    public String clientId() {
        return clientId;
    }

    /** Where the application sends people to sign in. */
    public URI signIn() {
        return signIn(Map.of());
    }

    /** The same with further parameters, such as {@code prompt} or {@code kc_action}. */
    public URI signIn(Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "client_id",
                clientId,
                "redirect_uri",
                redirectUri(),
                "response_type",
                "code",
                "scope",
                "openid",
                "state",
                UUID.randomUUID().toString(),
                "code_challenge",
                pkce.challenge(),
                "code_challenge_method",
                "S256"));
        parameters.putAll(more);
        return Http.uri(realm.url("/protocol/openid-connect/auth").toString(), parameters);
    }

    /** Where the application sends whoever has these tokens to sign out, and to come back from there. */
    public URI signOut(Tokens tokens, String state) {
        return Http.uri(
                realm.url("/protocol/openid-connect/logout").toString(),
                Map.of(
                        "id_token_hint", tokens.response().get("id_token").asText(),
                        "post_logout_redirect_uri", redirectUri(),
                        "state", state));
    }

    /** The parameters that the newest person came back with, who must be here by now. */
    public Map<String, String> answer() {
        Map<String, String> answer = answers.poll();
        if (answer == null) {
            throw new AssertionError("Nobody came back to the application");
        }
        return answer;
    }

    /** The logout tokens that the broker handed to the application, oldest first. */
    public List<String> toldSignOuts() {
        return List.copyOf(toldSignOuts);
    }

    public boolean hasNobodyComeBack() {
        return answers.isEmpty();
    }

    /** Redeems the code that the person came back with. */
    public Tokens tokens() {
        return tokens(answer());
    }

    /** Redeems the code of an answer. */
    Tokens tokens(Map<String, String> answer) {
        String code = answer.get("code");
        if (code == null) {
            throw new AssertionError("No code but " + answer);
        }
        return new Tokens(redeem(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        redirectUri(),
                        "code_verifier",
                        pkce.verifier()))
                .expecting(200)
                .json());
    }

    /** Asks for fresh tokens. */
    public Http.Answer refresh(Tokens tokens) {
        return redeem(Map.of("grant_type", "refresh_token", "refresh_token", tokens.refreshToken()));
    }

    /** Asks for tokens with a name and password, without any browser. */
    public Http.Answer passwordGrant(Account account) {
        return redeem(Map.of(
                "grant_type",
                "password",
                "username",
                account.username(),
                "password",
                account.password(),
                "scope",
                "openid"));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Http.Answer redeem(Map<String, String> grant) {
        Map<String, String> form = new HashMap<>(grant);
        form.put("client_id", clientId);
        return new Http().post(realm.url("/protocol/openid-connect/token"), form);
    }

    private String redirectUri() {
        return url("/back");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            toldSignOuts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void arrive(HttpExchange exchange) throws IOException {
        try (exchange) {
            answers.add(Http.query(exchange.getRequestURI()));
            byte[] page =
                    "<!DOCTYPE html><html lang=\"en\"><title>Demo</title><body data-page=\"demo-app\"><h1>Back</h1>"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }
}
