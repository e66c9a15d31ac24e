package cloud.magento.accounts.registry;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Has the registry follow accounts that went unheard: Keycloak tells nobody when a user federation is removed, or the
 * accounts that it had imported.
 */
public final class DeletedAccountSweep {
    private static final int AT_ONCE = 500;

    private DeletedAccountSweep() {}

    /** Ends what accounts that are gone still have here, some of them at a time. */
    public static void sweep(KeycloakSession session, RealmModel realm) {
        new LinkRegistry(session, realm)
                .accountsThatAreGone(AT_ONCE)
                .forEach(userId -> LinkListener.removed(session, realm, userId));
        end(session, realm, new Exemptions(session, realm).accountsThatAreGone("", AT_ONCE));
        new SignInUses(session, realm).trimDaily();
        new Invitations(session, realm).trim();
    }

    /** Ends what these accounts, which are gone, still have here. */
    public static void end(KeycloakSession session, RealmModel realm, List<String> userIds) {
        userIds.forEach(userId -> LinkListener.removed(session, realm, userId));
    }
}
