package cloud.magento.accounts.ledger;

import cloud.magento.accounts.registry.Caller;
import jakarta.enterprise.context.ContextNotActiveException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/**
 * Who does something, told from the request that does it.
 *
 * @param by whether the account's owner, an administrator or the server
 * @param client the id of the client it is done through; null where there is none
 * @param address from where; null where nobody asked
 * @param userId the administrator's id; null for anybody else
 * @param realm the name of the administrator's realm; null for anybody else
 */
record Actor(
        By by,
        @Nullable String client,
        @Nullable String address,
        @Nullable String userId,
        @Nullable String realm) {
    enum By {
        PERSON,
        ADMINISTRATOR,
        SYSTEM;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The server by itself. */
    static Actor system() {
        return new Actor(By.SYSTEM, null, null, null, null);
    }

    static Actor in(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        return switch (Caller.of(session)) {
            case SERVER -> system();
            case PERSON -> new Actor(By.PERSON, client(context.getClient()), address(context), null, null);
            case ADMINISTRATION -> administrator(session);
        };
    }

    private static Actor administrator(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        return context.getBearerToken() instanceof AccessToken token
                ? new Actor(
                        By.ADMINISTRATOR, token.getIssuedFor(), address(context), userId(session, token), realm(token))
                : new Actor(By.ADMINISTRATOR, null, address(context), null, null);
    }

    /** A lightweight token names nobody; whose it is only its session tells. */
    private static @Nullable String userId(KeycloakSession session, AccessToken token) {
        if (token.getSubject() != null || token.getSessionId() == null) {
            return token.getSubject();
        }
        RealmModel realm = session.realms().getRealmByName(String.valueOf(realm(token)));
        UserSessionModel userSession =
                realm == null ? null : session.sessions().getUserSession(realm, token.getSessionId());
        return userSession == null ? null : userSession.getUser().getId();
    }

    private static @Nullable String realm(AccessToken token) {
        String issuer = token.getIssuer();
        return issuer == null ? null : issuer.substring(issuer.lastIndexOf('/') + 1);
    }

    private static @Nullable String client(@Nullable ClientModel client) {
        return client == null ? null : client.getClientId();
    }

    private static @Nullable String address(KeycloakContext context) {
        try {
            ClientConnection connection = context.getConnection();
            return connection == null ? null : connection.getRemoteHost();
        } catch (ContextNotActiveException e) {
            return null;
        }
    }
}
