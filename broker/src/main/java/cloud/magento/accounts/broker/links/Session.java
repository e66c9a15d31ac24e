package cloud.magento.accounts.broker.links;

import cloud.magento.accounts.broker.links.Configuration.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sign-in that lasts: gives a token that opens the API now, and gets another one before it ends. */
final class Session {
    /** As Keycloak's own command has it. */
    static final String SECRET = "KC_CLI_CLIENT_SECRET";

    private final Http http;
    private final Terminal terminal;
    private final Consumer<Configuration> keeper;
    private Configuration configuration;

    /** @param keeper is told of new tokens */
    Session(Http http, Terminal terminal, Configuration configuration, Consumer<Configuration> keeper) {
        this.http = http;
        this.terminal = terminal;
        this.configuration = configuration;
        this.keeper = keeper;
    }

    Configuration configuration() {
        return configuration;
    }

    Http http() {
        return http;
    }

    /** A token that will not end within the next seconds. */
    String accessToken() {
        Tokens tokens = configuration.tokens();
        if (tokens == null) {
            return signIn();
        }
        return terminal.clock().instant().getEpochSecond() >= tokens.renewFrom() ? renew() : tokens.access();
    }

    /** A new token, where the server no longer takes the one there is. */
    String renew() {
        Tokens tokens = configuration.tokens();
        @Nullable String refresh = tokens == null ? null : tokens.refresh();
        if (refresh == null) {
            if (configuration.device() && tokens != null) {
                throw CommandException.notSignedIn("The sign-in is over. Sign in anew: magento-links login --device");
            }
            return signIn();
        }
        return kept(client(secret()).byRefreshToken(refresh));
    }

    /** Signs in from the beginning. */
    String signIn() {
        if (configuration.device()) {
            return kept(client(secret()).byDevice());
        }
        Optional<String> secret = secret().or(this::typed);
        if (secret.isEmpty()) {
            throw CommandException.notSignedIn("The secret of the client " + configuration.client() + " is needed. Set "
                    + SECRET + ", or name a file that has it with --secret-file.");
        }
        return kept(client(secret).byClientCredentials());
    }

    /** Ends it at the server, where something could go on. */
    void end() {
        Tokens tokens = configuration.tokens();
        if (tokens != null && tokens.refresh() != null) {
            client(secret()).end(tokens.refresh());
        }
    }

    private SignIn client(Optional<String> secret) {
        return new SignIn(http, terminal, configuration, secret);
    }

    private String kept(Tokens tokens) {
        configuration = configuration.with(tokens);
        keeper.accept(configuration);
        return tokens.access();
    }

    private Optional<String> typed() {
        Optional<String> typed = terminal.hidden().apply("Secret of the client " + configuration.client() + ": ");
        typed.ifPresent(secret -> configuration = configuration.withSecret(secret));
        return typed;
    }

    private Optional<String> secret() {
        String file = configuration.secretFile();
        if (file != null) {
            return Optional.of(fromFile(Path.of(file)));
        }
        return terminal.variable(SECRET).or(() -> Optional.ofNullable(configuration.secret()));
    }

    private static String fromFile(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty() || secret.indexOf('\n') >= 0) {
                throw CommandException.usage(file + " has to have the secret in its only line.");
            }
            return secret;
        } catch (IOException e) {
            throw CommandException.usage("The secret cannot be read from " + file + ".");
        }
    }
}
