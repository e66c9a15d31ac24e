package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.BrokeredIdentityContext;

/**
 * What upstream said of a person beyond the fields of Keycloak's {@link BrokeredIdentityContext}. It lies in the
 * context data under keys of its own, as strings: those survive {@code SerializedBrokeredIdentityContext} as they are
 * and, unlike user attributes, never reach an account.
 */
public final class UpstreamClaims {
    /**
     * {@code "true"} where upstream vouches for the address that it told, {@code "false"} otherwise.
     */
    public static final String EMAIL_VERIFIED = "magento.email_verified";

    /** The issuer with which {@link BrokeredIdentityContext#getId()} is paired. */
    public static final String ISSUER = "magento.issuer";

    /** The person's full name as upstream shows it. Absent where upstream did not tell. */
    public static final String NAME = "magento.name";

    /** When the person signed in at upstream, in seconds since the epoch. Absent where upstream did not tell. */
    public static final String AUTH_TIME = "magento.auth_time";

    /** {@code "true"} where upstream tells of a login by more than one factor. Absent otherwise. */
    static final String SECOND_FACTOR = "magento.second_factor";

    /** Which level of this realm upstream's word on the login comes to. */
    static final String LEVEL = "magento.level";

    /** By what the person signed in (RFC 8176), one space between two. Absent where upstream did not tell. */
    static final String METHODS = "magento.amr";

    /** User session note: upstream's own session, for signing out from there. */
    public static final String SESSION_NOTE = "magento.upstream.sid";

    /** The address that upstream told; a mapper may since have put another one into the identity. */
    static final String EMAIL = "magento.email";

    /** The address that the account had before the mappers were asked. */
    static final String ACCOUNT_EMAIL = "magento.account_email";

    /** Which claims were looked for on behalf of mappers. Absent where none was. */
    static final String LOOKED_FOR = "magento.looked_for";

    static final String SESSION_ID = "magento.sid";
    static final String ID_TOKEN = "magento.id_token";

    private UpstreamClaims() {}

    /** Whether upstream vouches for the email address that came with this identity. */
    public static boolean isEmailVerified(BrokeredIdentityContext identity) {
        return isEmailVerified(identity, identity.getEmail());
    }

    /** Whether upstream tells, in the ID token, of a login by more than one factor. */
    public static boolean tellsOfSecondFactor(BrokeredIdentityContext identity) {
        return text(identity, SECOND_FACTOR).map(Boolean::parseBoolean).orElse(false);
    }

    /** Which level of this realm upstream's word on the login comes to. */
    public static int level(BrokeredIdentityContext identity) {
        return text(identity, LEVEL).map(Integer::valueOf).orElse(LoginLevels.ANY);
    }

    /** Whether upstream vouches for this address of the person. */
    static boolean isEmailVerified(BrokeredIdentityContext identity, @Nullable String email) {
        return email != null
                && text(identity, EMAIL).filter(email::equalsIgnoreCase).isPresent()
                && text(identity, EMAIL_VERIFIED).map(Boolean::parseBoolean).orElse(false);
    }

    /**
     * Issuer and subject of an identity that this provider brought.
     *
     * @throws IllegalStateException for an identity of another provider
     */
    public static UpstreamIdentity identity(BrokeredIdentityContext identity) {
        String issuer = text(identity, ISSUER)
                .orElseThrow(() -> new IllegalStateException("Not an identity of the provider magento"));
        return new UpstreamIdentity(issuer, identity.getId());
    }

    /**
     * Whether the identity is of the issuer that the provider has now; an administrator may have exchanged it
     * meanwhile.
     */
    public static boolean isOf(MagentoIdentityProviderConfig provider, BrokeredIdentityContext identity) {
        return text(identity, ISSUER).filter(provider.issuer()::equals).isPresent();
    }

    /** The person's name for a page: the full name, or what there is of it, or what upstream calls the person. */
    public static String displayName(BrokeredIdentityContext identity) {
        return text(identity, NAME)
                .or(() -> Optional.ofNullable(fullName(identity.getFirstName(), identity.getLastName())))
                .orElseGet(identity::getUsername);
    }

    static Optional<String> text(BrokeredIdentityContext identity, String key) {
        return Optional.ofNullable(identity.getContextData().get(key)).map(Object::toString);
    }

    static void put(BrokeredIdentityContext identity, String key, @Nullable Object value) {
        Map<String, Object> data = identity.getContextData();
        if (value != null && !value.toString().isEmpty()) {
            data.put(key, value.toString());
        }
    }

    private static @Nullable String fullName(@Nullable String first, @Nullable String last) {
        String name = ((first == null ? "" : first) + " " + (last == null ? "" : last)).strip();
        return name.isEmpty() ? null : name;
    }
}
