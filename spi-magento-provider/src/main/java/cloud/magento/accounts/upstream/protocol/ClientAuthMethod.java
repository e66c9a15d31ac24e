package cloud.magento.accounts.upstream.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How this broker proves at upstream's token endpoint that it is itself (OpenID Connect Core 1.0, section 9). */
public enum ClientAuthMethod {
    /** The secret travels in the Authorization header. Every provider can do this. */
    CLIENT_SECRET_BASIC,
    /** The secret travels in the form. For providers that do not read the header. */
    CLIENT_SECRET_POST,
    /** A short-lived assertion signed with the realm's active key: no secret is shared, none can leak at upstream. */
    PRIVATE_KEY_JWT;

    /** The method's registered name, for example {@code client_secret_basic}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean needsSecret() {
        return this != PRIVATE_KEY_JWT;
    }

    public static Optional<ClientAuthMethod> ofId(String id) {
        return Arrays.stream(values()).filter(method -> method.id().equals(id)).findFirst();
    }
}
