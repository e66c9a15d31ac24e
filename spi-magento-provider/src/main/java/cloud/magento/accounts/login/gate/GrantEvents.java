package cloud.magento.accounts.login.gate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** What a token request's {@code grant_type} tells: its event type at Keycloak, and whether it begins a session. */
final class GrantEvents {
    private static final Map<String, EventType> TYPES = Map.of(
            OAuth2Constants.AUTHORIZATION_CODE, EventType.CODE_TO_TOKEN,
            OAuth2Constants.REFRESH_TOKEN, EventType.REFRESH_TOKEN,
            OAuth2Constants.PASSWORD, EventType.LOGIN,
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE, EventType.OAUTH2_DEVICE_CODE_TO_TOKEN,
            OAuth2Constants.CIBA_GRANT_TYPE, EventType.AUTHREQID_TO_TOKEN,
            OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE, EventType.TOKEN_EXCHANGE,
            OAuth2Constants.UMA_GRANT_TYPE, EventType.PERMISSION_TOKEN);

    /** Grants that begin a session of their own, where all others stand on one that is there. */
    private static final Set<String> BEGINNING = Set.of(OAuth2Constants.PASSWORD, OAuth2Constants.CIBA_GRANT_TYPE);

    private GrantEvents() {}

    static EventType of(KeycloakSession session) {
        return grantType(session)
                .map(grantType -> TYPES.getOrDefault(grantType, EventType.LOGIN))
                .orElse(EventType.LOGIN);
    }

    static boolean beginsSession(KeycloakSession session) {
        return grantType(session).filter(BEGINNING::contains).isPresent();
    }

    /** The request's {@code grant_type}, which only a token request has. */
    static Optional<String> grantType(KeycloakSession session) {
        return Optional.ofNullable(
                session.getContext().getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.GRANT_TYPE));
    }
}
