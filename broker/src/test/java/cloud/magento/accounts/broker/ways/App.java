package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Pkce;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;

/**
 * A client of a realm.
 *
 * @param secret empty for a public one
 */
record App(URI realm, String clientId, String secret) {
    /** Where people come back to; nobody is there, the code is read off the address. */
    static final String CALLBACK = "http://app.invalid/back";

    private static final Pkce PKCE = Pkce.fresh();

    /** Where the application sends people to sign in. */
    URI signIn(Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "client_id",
                clientId,
                "redirect_uri",
                CALLBACK,
                "response_type",
                "code",
                "scope",
                "openid",
                "code_challenge",
                PKCE.challenge(),
                "code_challenge_method",
                "S256"));
        parameters.putAll(more);
        return Http.uri(endpoint("auth").toString(), parameters);
    }

    URI signIn() {
        return signIn(Map.of());
    }

    Answer redeem(String code) {
        return redeem(code, CALLBACK);
    }

    Answer redeem(String code, String redirectUri) {
        return token(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                redirectUri,
                "code_verifier",
                PKCE.verifier()));
    }

    Answer refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    Answer passwordGrant(String username, String password, String scope) {
        return token(Map.of("grant_type", "password", "username", username, "password", password, "scope", scope));
    }

    /** Asks for tokens with whatever grant. */
    Answer token(Map<String, String> grant) {
        return post(endpoint("token"), grant);
    }

    /** Posts as this client. */
    Answer post(URI address, Map<String, String> fields) {
        if (!secret.isEmpty()) {
            return check(new Http().post(address, fields, clientId, secret));
        }
        Map<String, String> form = new HashMap<>(fields);
        form.put("client_id", clientId);
        return check(new Http().post(address, form));
    }

    /** Posts with a token instead. */
    static Answer postAs(String token, URI address, String contentType, String body) {
        return check(new Http()
                .send(HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(body))));
    }

    /** Asks with a token. */
    static Answer askAs(String token, String method, URI address) {
        return check(new Http()
                .send(HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "application/json")
                        .method(method, BodyPublishers.noBody())));
    }

    URI endpoint(String name) {
        return URI.create(realm + "/protocol/openid-connect/" + name);
    }

    private static Answer check(Answer answer) {
        if (answer.status() >= 500) {
            throw new AssertionError(
                    "The server failed: " + answer.status() + " from " + answer.uri() + "\n" + answer.body());
        }
        return answer;
    }
}
