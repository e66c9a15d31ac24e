package cloud.magento.accounts.transaction;

import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/** A part of a request's work that is committed by itself. */
public final class OwnTransaction {
    private OwnTransaction() {}

    /**
     * Does this in a session and a transaction of its own, in the realm and in the name of who asked.
     *
     * @param asker the request's session, which may be over
     * @param name what Keycloak's log calls it
     */
    public static <T> T run(KeycloakSession asker, String name, Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                asker.getKeycloakSessionFactory(),
                asker.getContext(),
                own -> {
                    own.getContext().setBearerToken(asker.getContext().getBearerToken());
                    return work.apply(own);
                },
                name);
    }
}
