package cloud.magento.accounts.registry;

import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProviderModel;
import org.keycloak.storage.UserStorageUtil;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * The links of accounts that a directory holds and Keycloak does not import. Nobody tells when such an account goes,
 * and whoever is given its name later has its id: a link is therefore compared with the {@link DirectoryEntry} that it
 * was made for, and one that belongs to a predecessor ends as soon as it is met, with the predecessor's sessions.
 */
public final class DirectoryLinks {
    private static final Logger LOG = Logger.getLogger(DirectoryLinks.class);

    /** Session attribute: the account whose link ends because its person is gone. */
    private static final String ENDING = "magento.link.predecessor";

    private final KeycloakSession session;
    private final RealmModel realm;

    public DirectoryLinks(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The account's own link to the provider with this alias, or null. */
    public @Nullable FederatedIdentityModel of(UserModel user, String alias) {
        FederatedIdentityModel link = session.users().getFederatedIdentity(realm, user, alias);
        if (link == null || StorageId.isLocalStorage(user.getId()) || isOwn(user, alias)) {
            return link;
        }
        end(user, alias);
        return null;
    }

    /**
     * Has the directory say who the account of this identity is now, before Keycloak opens it: what Keycloak's cache
     * holds may be the predecessor still. A link whose account no longer exists is removed.
     */
    public void check(String alias, String subject) {
        UserModel user =
                session.users().getUserByFederatedIdentity(realm, new FederatedIdentityModel(alias, subject, ""));
        if (user == null) {
            endOfGone(alias, subject);
            return;
        }
        if (StorageId.isLocalStorage(user.getId())) {
            return;
        }
        UserCache cache = UserStorageUtil.userCache(session);
        if (cache != null && user instanceof CachedUserModel) {
            cache.evict(realm, user);
        }
        UserModel fresh = session.users().getUserById(realm, user.getId());
        if (fresh == null) {
            endOfGone(alias, subject);
        } else {
            of(fresh, alias);
        }
    }

    /** Whether nobody has this account any more. One whose directory is switched off will be back. */
    static boolean isGone(KeycloakSession session, RealmModel realm, String userId) {
        if (session.users().getUserById(realm, userId) != null) {
            return false;
        }
        @Nullable String directory = new StorageId(userId).getProviderId();
        @Nullable ComponentModel component = directory == null ? null : realm.getComponent(directory);
        return component == null || new UserStorageProviderModel(component).isEnabled();
    }

    private void endOfGone(String alias, String subject) {
        UserFederatedStorageProvider links = UserStorageUtil.userFederatedStorage(session);
        @Nullable
        String userId = links.getUserByFederatedIdentity(new FederatedIdentityModel(alias, subject, ""), realm);
        if (userId != null && isGone(session, realm, userId)) {
            LinkListener.removed(session, realm, userId);
        }
    }

    /** Has Keycloak, too, forget the links of a directory's account that is gone; it hears of that from nobody else. */
    static void forget(KeycloakSession session, RealmModel realm, String userId) {
        if (!StorageId.isLocalStorage(userId)) {
            UserFederatedStorageProvider links = UserStorageUtil.userFederatedStorage(session);
            links.getFederatedIdentitiesStream(userId, realm)
                    .toList()
                    .forEach(link -> links.removeFederatedIdentity(realm, userId, link.getIdentityProvider()));
        }
    }

    /** Whether the link that is being removed is a predecessor's, whose account is gone. */
    static boolean isEnding(KeycloakSession session, String userId) {
        return userId.equals(session.getAttribute(ENDING));
    }

    private boolean isOwn(UserModel user, String alias) {
        Optional<LinkEntity> row = new LinkRegistry(session, realm).row(user.getId(), alias);
        return DirectoryEntry.of(user)
                .owns(row.map(found -> found.directoryEntry).orElse(null));
    }

    private void end(UserModel user, String alias) {
        LOG.warnf("The link of account %s belongs to another directory entry and was removed", user.getId());
        session.setAttribute(ENDING, user.getId());
        try {
            session.users().removeFederatedIdentity(realm, user, alias);
        } finally {
            session.removeAttribute(ENDING);
        }
        List<UserSessionModel> open =
                session.sessions().getUserSessionsStream(realm, user).toList();
        open.forEach(userSession -> session.sessions().removeUserSession(realm, userSession));
        List<UserSessionModel> offline =
                session.sessions().getOfflineUserSessionsStream(realm, user).toList();
        offline.forEach(userSession -> session.sessions().removeOfflineUserSession(realm, userSession));
    }
}
