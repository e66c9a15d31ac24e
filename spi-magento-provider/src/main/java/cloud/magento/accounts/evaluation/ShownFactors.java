package cloud.magento.accounts.evaluation;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Which second factors of its account a sign-in has shown. They are kept with the session that it opens, so that a link
 * that is made in the session a little later can tell of them.
 */
public final class ShownFactors {
    /** Kinds of credentials that Keycloak asks for beside a password. */
    static final Set<String> KINDS = Set.of(
            OTPCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_TWOFACTOR, RecoveryAuthnCodesCredentialModel.TYPE);

    /** Note of the user session: the kinds that were shown, one space between two. */
    private static final String NOTE = "magento.session.second-factors";

    /**
     * Note of the authentication session: the account and the kind that it has shown on a page of ours. Not among the
     * credentials that Keycloak notes of a sign-in: it came to the page by another one, or by a mail alone.
     */
    private static final String ON_OUR_PAGE = "magento.second-factor.shown";

    private ShownFactors() {}

    /** Keeps what was shown so far with the session that the sign-in leads to. */
    public static void keep(KeycloakSession session, AuthenticationSessionModel authSession) {
        authSession.setUserSessionNote(NOTE, String.join(" ", new TreeSet<>(of(session, authSession))));
    }

    /** The person has just shown a credential of this kind, on a page of ours. */
    public static void add(KeycloakSession session, AuthenticationSessionModel authSession, String kind) {
        authSession.setAuthNote(ON_OUR_PAGE, note(authSession.getAuthenticatedUser(), kind));
        keep(session, authSession);
    }

    /** What was shown in this sign-in, or in the session that it goes on in by single sign-on. */
    public static Set<String> of(KeycloakSession session, AuthenticationSessionModel authSession) {
        Set<String> shown = among(AuthenticatorUtil.getAuthnCredentials(authSession));
        @Nullable String onOurPage = authSession.getAuthNote(ON_OUR_PAGE);
        KINDS.stream()
                .filter(kind -> note(authSession.getAuthenticatedUser(), kind).equals(onOurPage))
                .forEach(shown::add);
        if (AuthenticatorUtil.isSSOAuthentication(authSession)) {
            @Nullable UserSessionModel open = new AuthenticationSessionManager(session).getUserSession(authSession);
            Optional.ofNullable(open).map(ShownFactors::of).ifPresent(shown::addAll);
        }
        return shown;
    }

    /** Whether the account has a credential that Keycloak asks for beside a password. */
    public static boolean canBeShown(UserModel user) {
        return KINDS.stream().anyMatch(user.credentialManager()::isConfiguredFor);
    }

    /** What was shown when an open session was opened. */
    static Set<String> of(UserSessionModel userSession) {
        return Optional.ofNullable(userSession.getNote(NOTE))
                .map(kinds -> among(Arrays.asList(kinds.split(" "))))
                .orElseGet(TreeSet::new);
    }

    private static String note(@Nullable UserModel user, String kind) {
        return kind + " " + (user == null ? "" : user.getId());
    }

    private static TreeSet<String> among(Collection<String> kinds) {
        return kinds.stream().filter(KINDS::contains).collect(Collectors.toCollection(TreeSet::new));
    }
}
