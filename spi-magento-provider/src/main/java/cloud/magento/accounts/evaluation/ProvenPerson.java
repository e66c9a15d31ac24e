package cloud.magento.accounts.evaluation;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Whose account the person in front of a browser has shown to be theirs: by a session that is open, or in a sign-in
 * that stands at one of our pages. A name that was typed proves nothing, nor does a sign-in that a step has given an
 * account before anything was shown, as for a forgotten password; and what began before the newest change of the
 * account's link proves nothing after it.
 */
public final class ProvenPerson {
    /** An authentication note: it is gone once the sign-in begins again. */
    private static final String NOTE = "magento.person.proven";

    private ProvenPerson() {}

    /** The sign-in has shown this account, by whatever its flow asks for or by the account's right password. */
    public static void keep(AuthenticationSessionModel authSession, UserModel user) {
        authSession.setAuthNote(NOTE, user.getId());
    }

    /** It has to be shown anew. */
    public static void forget(AuthenticationSessionModel authSession) {
        authSession.removeAuthNote(NOTE);
    }

    /** Empty where nobody is known, or where two tabs stand for two people. Keycloak may expire a cookie meanwhile. */
    public static Optional<UserModel> in(KeycloakSession session, RealmModel realm) {
        @Nullable AuthResult signedIn = new AppAuthManager().authenticateIdentityCookie(session, realm);
        if (signedIn != null) {
            return Optional.of(signedIn)
                    .filter(open -> !SignInEpoch.isOver(session, open.session()))
                    .map(AuthResult::user);
        }
        @Nullable
        RootAuthenticationSessionModel browser =
                new AuthenticationSessionManager(session).getCurrentRootAuthenticationSession(realm);
        return browser == null
                ? Optional.empty()
                : in(session, realm, browser.getAuthenticationSessions().values());
    }

    static Optional<UserModel> in(
            KeycloakSession session, RealmModel realm, Collection<AuthenticationSessionModel> tabs) {
        List<String> people = tabs.stream()
                .filter(tab -> !SignInEpoch.isOver(session, tab))
                .map(tab -> tab.getAuthNote(NOTE))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return people.size() == 1
                ? Optional.ofNullable(session.users().getUserById(realm, people.get(0)))
                : Optional.empty();
    }
}
