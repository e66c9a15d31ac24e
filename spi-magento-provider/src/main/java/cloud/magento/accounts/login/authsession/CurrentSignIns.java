package cloud.magento.accounts.login.authsession;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionCompoundId;
import org.keycloak.sessions.AuthenticationSessionProvider;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Hands out the store's authentication sessions as {@link CurrentBrowser}s, and takes them back as what the store
 * knows.
 */
final class CurrentSignIns implements AuthenticationSessionProvider {
    private final KeycloakSession session;
    private final AuthenticationSessionProvider store;

    CurrentSignIns(KeycloakSession session, AuthenticationSessionProvider store) {
        this.session = session;
        this.store = store;
    }

    @Override
    public RootAuthenticationSessionModel createRootAuthenticationSession(RealmModel realm) {
        return new CurrentBrowser(session, store.createRootAuthenticationSession(realm));
    }

    @Override
    public RootAuthenticationSessionModel createRootAuthenticationSession(RealmModel realm, String id) {
        return new CurrentBrowser(session, store.createRootAuthenticationSession(realm, id));
    }

    @Override
    @SuppressWarnings("NullAway") // Keycloak's interface is not annotated; null says "there is none"
    public @Nullable RootAuthenticationSessionModel getRootAuthenticationSession(RealmModel realm, String id) {
        return Optional.ofNullable(store.getRootAuthenticationSession(realm, id))
                .map(root -> new CurrentBrowser(session, root))
                .orElse(null);
    }

    @Override
    public void removeRootAuthenticationSession(RealmModel realm, RootAuthenticationSessionModel root) {
        store.removeRootAuthenticationSession(realm, CurrentBrowser.stored(root));
    }

    @Override
    public void onRealmRemoved(RealmModel realm) {
        store.onRealmRemoved(realm);
    }

    @Override
    @Deprecated
    public void removeAllExpired() {
        store.removeAllExpired();
    }

    @Override
    @Deprecated
    public void removeExpired(RealmModel realm) {
        store.removeExpired(realm);
    }

    @Override
    @Deprecated
    public void onClientRemoved(RealmModel realm, ClientModel client) {
        store.onClientRemoved(realm, client);
    }

    @Override
    @Deprecated
    public void updateNonlocalSessionAuthNotes(AuthenticationSessionCompoundId id, Map<String, String> notes) {
        store.updateNonlocalSessionAuthNotes(id, notes);
    }

    @Override
    public void migrate(String modelVersion) {
        store.migrate(modelVersion);
    }

    /** Nothing: the server closes the store, which it handed out itself. */
    @Override
    public void close() {}
}
