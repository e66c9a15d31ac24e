package cloud.magento.accounts.broker.links;

import cloud.magento.accounts.broker.links.Configuration.Tokens;
import cloud.magento.accounts.broker.links.Http.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens at the realm's token endpoint: by client credentials (RFC 6749, 4.4), by the device authorization grant
 * (RFC 8628) with a proof key, and by a refresh token.
 */
final class SignIn {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** RFC 8628, 3.2 and 3.5: how long to wait between two questions, and how much longer when told to. */
    private static final int USUAL_INTERVAL = 5;

    private static final int SLOWER = 5;

    /** A token is renewed this long before it ends, or when two thirds of a shorter life are over. */
    private static final long AHEAD = 20;

    private final Http http;
    private final Terminal terminal;
    private final Configuration configuration;
    private final Optional<String> secret;

    SignIn(Http http, Terminal terminal, Configuration configuration, Optional<String> secret) {
        this.http = http;
        this.terminal = terminal;
        this.configuration = configuration;
        this.secret = secret;
    }

    Tokens byClientCredentials() {
        Reply reply = post("token", Map.of("grant_type", "client_credentials"));
        JsonNode answer = reply.json();
        if (!reply.isGood()) {
            throw refused(reply, answer);
        }
        return tokens(answer, false);
    }

    Tokens byRefreshToken(String refresh) {
        Reply reply = post("token", Map.of("grant_type", "refresh_token", "refresh_token", refresh));
        JsonNode answer = reply.json();
        if (reply.status() == 400) {
            throw CommandException.notSignedIn("The sign-in is over. Sign in anew: magento-links login --device");
        }
        if (!reply.isGood()) {
            throw refused(reply, answer);
        }
        return tokens(answer, true);
    }

    /** Shows the person where to confirm it, and waits until they have. */
    Tokens byDevice() {
        String verifier = random();
        Reply reply =
                post("auth/device", Map.of("code_challenge", challenge(verifier), "code_challenge_method", "S256"));
        JsonNode answer = reply.json();
        if (!reply.isGood() || !answer.hasNonNull("device_code")) {
            throw refused(reply, answer);
        }
        show(answer);
        return polled(answer, verifier);
    }

    /** Ends the session that a refresh token belongs to, so that nobody can go on with it. */
    void end(String refresh) {
        post("logout", Map.of("refresh_token", refresh)).close();
    }

    private void show(JsonNode answer) {
        String code = answer.path("user_code").asText();
        String page = answer.path("verification_uri_complete")
                .asText(answer.path("verification_uri").asText());
        terminal.message("To sign in, open this address in a browser, on any device:");
        terminal.message("    " + page);
        terminal.message("Go on there only if it shows the code " + code + ". Waiting ...");
    }

    private Tokens polled(JsonNode device, String verifier) {
        long interval = Math.max(1, device.path("interval").asInt(USUAL_INTERVAL));
        long end = now() + device.path("expires_in").asLong(600);
        Map<String, String> form = Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "device_code",
                device.path("device_code").asText(),
                "code_verifier",
                verifier);
        while (now() < end) {
            terminal.pause(Duration.ofSeconds(interval));
            Reply reply = post("token", form);
            JsonNode answer = reply.json();
            if (reply.isGood()) {
                return tokens(answer, true);
            }
            switch (answer.path("error").asText()) {
                case "authorization_pending" -> {}
                case "slow_down" -> interval += SLOWER;
                case "access_denied" -> throw CommandException.notSignedIn("The sign-in was not allowed there.");
                case "expired_token" -> throw late();
                default -> throw refused(reply, answer);
            }
        }
        throw late();
    }

    private static CommandException late() {
        return CommandException.notSignedIn("Nobody confirmed the sign-in in time. Run the command again.");
    }

    private Reply post(String endpoint, Map<String, String> parameters) {
        Map<String, String> form = new HashMap<>(parameters);
        form.put("client_id", configuration.client());
        secret.ifPresent(value -> form.put("client_secret", value));
        URI uri = URI.create(configuration.server() + "/realms/" + Http.encode(configuration.realm())
                + "/protocol/openid-connect/" + endpoint);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(Http.encode(form))),
                PATIENCE);
    }

    private Tokens tokens(JsonNode answer, boolean renewable) {
        String access = answer.path("access_token").asText("");
        if (access.isEmpty()) {
            throw CommandException.refused("The server gave no token: is " + configuration.server() + " a Keycloak?");
        }
        long life = answer.path("expires_in").asLong(60);
        @Nullable
        String refresh = renewable && answer.hasNonNull("refresh_token")
                ? answer.get("refresh_token").asText()
                : null;
        return new Tokens(access, now() + life, now() + life - Math.min(AHEAD, life / 3), refresh);
    }

    private long now() {
        return terminal.clock().instant().getEpochSecond();
    }

    private CommandException refused(Reply reply, JsonNode answer) {
        String error = answer.path("error").asText("");
        String description = answer.path("error_description").asText("");
        if (reply.status() >= 500) {
            return CommandException.unreachable("The server answered " + reply.status() + " to the sign-in.");
        }
        if (reply.status() == 404 && !error.isEmpty()) {
            return CommandException.refused(
                    "There is no realm " + configuration.realm() + " at " + configuration.server() + " to sign in to.");
        }
        if (error.isEmpty()) {
            return CommandException.refused("At " + configuration.server() + " nobody answers like a Keycloak (HTTP "
                    + reply.status() + "). --server needs the path that the server is under, and its public scheme.");
        }
        String why = description.isEmpty() ? error : error + ": " + description;
        return CommandException.notSignedIn("The realm " + configuration.realm() + " does not let the client "
                + configuration.client() + " sign in (" + why + ").");
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
