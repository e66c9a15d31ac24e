package cloud.magento.accounts.ledger.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;

/**
 * The webhook's options, as they were set. One that cannot work stops the server's start: whoever set it relies on it,
 * and at the start somebody is looking.
 *
 * @param url where entries are posted to
 * @param key what signs them
 * @param realms names of the realms whose ledgers are sent; empty for all
 * @param personalData whether the parts that tell of people are sent too
 * @param interval between two looks for new entries, and before the first repetition
 * @param timeout how long the receiver has to take a message
 */
record WebhookSettings(
        URI url, SigningKey key, Set<String> realms, boolean personalData, Duration interval, Duration timeout) {
    static final int DEFAULT_INTERVAL_SECONDS = 5;
    static final int DEFAULT_TIMEOUT_SECONDS = 10;

    private static final int MOST_INTERVAL_SECONDS = 300;
    private static final int MOST_TIMEOUT_SECONDS = 120;
    private static final String OPTION = "spi-events-listener--" + WebhookListenerFactory.ID + "--";

    WebhookSettings {
        realms = Set.copyOf(realms);
    }

    /**
     * Empty where no URL is set.
     *
     * @throws IllegalArgumentException if the options cannot work; the message names the option and never repeats a
     * value
     */
    static Optional<WebhookSettings> of(Config.Scope config) {
        String url = text(config.get(WebhookProperties.URL));
        String secret = text(config.get(WebhookProperties.SECRET));
        if (url.isEmpty()) {
            require(secret.isEmpty(), WebhookProperties.URL, "is missing, and there is a secret for it.");
            return Optional.empty();
        }
        return Optional.of(new WebhookSettings(
                url(url, config.getBoolean(WebhookProperties.ALLOW_INSECURE_URL, false)),
                SigningKey.of(secret)
                        .orElseThrow(() -> refuse(
                                WebhookProperties.SECRET,
                                "needs at least " + SigningKey.MIN_LENGTH
                                        + " characters, or whsec_ and the Base64 of 24 to 64 bytes.")),
                realms(text(config.get(WebhookProperties.REALM))),
                config.getBoolean(WebhookProperties.PERSONAL_DATA, false),
                seconds(config, WebhookProperties.INTERVAL_SECONDS, DEFAULT_INTERVAL_SECONDS, MOST_INTERVAL_SECONDS),
                seconds(config, WebhookProperties.TIMEOUT_SECONDS, DEFAULT_TIMEOUT_SECONDS, MOST_TIMEOUT_SECONDS)));
    }

    /** Where it goes, for the log: a URL may carry a password or token behind the host. */
    String receiver() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    boolean sends(String realm) {
        return realms.isEmpty() || realms.contains(realm);
    }

    private static URI url(String text, boolean insecure) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException notUrl) {
            throw refuse(WebhookProperties.URL, "is no URL.");
        }
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        require(secure || "http".equalsIgnoreCase(url.getScheme()), WebhookProperties.URL, "is no https URL.");
        require(
                secure || insecure,
                WebhookProperties.URL,
                "is no https URL. Without TLS everybody on the way reads it; " + OPTION
                        + WebhookProperties.ALLOW_INSECURE_URL + "=true allows that.");
        require(url.getHost() != null, WebhookProperties.URL, "names no host.");
        require(
                url.getRawUserInfo() == null && url.getRawFragment() == null,
                WebhookProperties.URL,
                "has a user name or a fragment, which are not sent.");
        return url;
    }

    private static Set<String> realms(String names) {
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Duration seconds(Config.Scope config, String option, int otherwise, int most) {
        String text = text(config.get(option));
        if (text.isEmpty()) {
            return Duration.ofSeconds(otherwise);
        }
        require(
                text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= most,
                option,
                "is a number of seconds from 1 to " + most + ".");
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private static void require(boolean holds, String option, String otherwise) {
        if (!holds) {
            throw refuse(option, otherwise);
        }
    }

    private static IllegalArgumentException refuse(String option, String why) {
        return new IllegalArgumentException("The option " + OPTION + option + " " + why);
    }
}
