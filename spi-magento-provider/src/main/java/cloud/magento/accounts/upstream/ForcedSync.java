package cloud.magento.accounts.upstream;

import cloud.magento.accounts.log.LogOnce;
import java.util.Objects;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Sync mode {@code FORCE}, under which an account follows the name and address that upstream has for its person,
 * without keeping anybody out: a name that the account's directory does not take is left out, and so is an address that
 * stands for another account.
 */
public final class ForcedSync {
    private static final Logger LOG = Logger.getLogger(ForcedSync.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    ForcedSync(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Writes the names of who has arrived to the account that is theirs, as Keycloak would a moment later, where a
     * directory that takes none would end the sign-in. What could not be written is taken from the identity.
     */
    void writeNames(BrokeredIdentityContext identity) {
        if (!isForced(identity)) {
            return;
        }
        String alias = identity.getIdpConfig().getAlias();
        UserModel user = session.users()
                .getUserByFederatedIdentity(realm, new FederatedIdentityModel(alias, identity.getId(), ""));
        if (user == null) {
            return;
        }
        if (!follows(user, "First name", user.getFirstName(), identity.getFirstName(), user::setFirstName)) {
            identity.setFirstName(null);
        }
        if (!follows(user, "Last name", user.getLastName(), identity.getLastName(), user::setLastName)) {
            identity.setLastName(null);
        }
    }

    /**
     * Leaves a directory's person the names that the directory has, for the one sign-in that makes the link. The next
     * one tries to write them.
     *
     * @return whether something was left out
     */
    public static boolean leaveNamesTo(UserModel user, BrokeredIdentityContext identity) {
        boolean leaves = isForced(identity) && DirectoryAccount.is(user);
        if (leaves) {
            identity.setFirstName(null);
            identity.setLastName(null);
        }
        return leaves;
    }

    static boolean isForced(BrokeredIdentityContext identity) {
        return identity.getIdpConfig().getSyncMode() == IdentityProviderSyncMode.FORCE;
    }

    /** Whether the address may become this account's: it stands for no other one, as its address or its name. */
    boolean mayTake(UserModel user, String email) {
        boolean free = (realm.isDuplicateEmailsAllowed() || isFree(user, email))
                && isOwnOrNone(user, session.users().getUserByUsername(realm, email));
        if (!free) {
            LogOnce.warnf(
                    LOG, "The address of account %s was not updated: another account has the new one", user.getId());
        }
        return free;
    }

    /**
     * Leaves the account the name that it has where a mapper has none for it, since a claim is gone, or one that stands
     * for another account. Keycloak's mapper would write either.
     */
    void keepName(UserModel user, BrokeredIdentityContext identity) {
        String wished = identity.getModelUsername();
        if (wished == null || wished.equalsIgnoreCase(user.getUsername())) {
            return;
        }
        if (wished.isBlank()
                || !isOwnOrNone(user, session.users().getUserByUsername(realm, wished))
                || !isFree(user, wished)) {
            identity.setModelUsername(user.getUsername());
        }
    }

    private boolean isFree(UserModel user, String email) {
        try {
            return isOwnOrNone(user, session.users().getUserByEmail(realm, email));
        } catch (ModelDuplicateException e) {
            return false;
        }
    }

    private static boolean isOwnOrNone(UserModel user, @Nullable UserModel found) {
        return found == null || found.getId().equals(user.getId());
    }

    private static boolean follows(
            UserModel user, String what, @Nullable String now, @Nullable String next, Consumer<String> write) {
        return next == null
                || next.equals(Objects.requireNonNullElse(now, ""))
                || DirectoryAccount.attempt(user, what, () -> write.accept(next));
    }
}
