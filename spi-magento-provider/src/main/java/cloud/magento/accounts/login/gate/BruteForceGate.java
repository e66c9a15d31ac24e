package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.evaluation.UpstreamSession;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.UpstreamLogin;
import cloud.magento.accounts.registry.ArrivedLogin;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.keycloak.common.ClientConnection;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RealmModelDelegate;
import org.keycloak.models.utils.UserModelDelegate;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.storage.StorageId;

/**
 * Keycloak's brute-force protection, without account lockout by guesses at credentials that cannot open the account.
 * A linked account's local
 * credentials open nothing while upstream is primary; whoever guesses at them is slowed just as everybody is, by a
 * count that is kept apart and closes the account's local ways alone. Its owner, who comes through upstream, is held up
 * by what could have opened the account: failures from before the link, and those on the way through upstream, such as
 * at a second factor. A right password that opens nothing is no failure.
 *
 * <p>Both counts are Keycloak's own, by its own arithmetic and in its own shared store, so that answers, delays and
 * events do not tell which account is linked. The one apart stands under an id that no account has, so it disables
 * nobody.
 */
final class BruteForceGate implements BruteForceProtector {
    /** What the count of guesses that open nothing stands under: this and the account's id. */
    private static final String LOCAL_WAYS = "magento-local.";

    private final KeycloakSession session;
    private final BruteForceProtector keycloaks;

    BruteForceGate(KeycloakSession session, BruteForceProtector keycloaks) {
        this.session = session;
        this.keycloaks = keycloaks;
    }

    @Override
    public void failedLogin(
            RealmModel realm,
            UserModel user,
            ClientConnection connection,
            UriInfo uriInfo,
            Set<String> authenticationCategories) {
        if (PasswordGate.wasCorrect(session, user)) {
            return;
        }
        if (isIneffectiveCredential(realm, user)) {
            keycloaks.failedLogin(
                    new TemporaryLocks(realm), new LocalWays(user), connection, uriInfo, authenticationCategories);
        } else {
            keycloaks.failedLogin(realm, user, connection, uriInfo, authenticationCategories);
        }
    }

    @Override
    public void successfulLogin(
            RealmModel realm,
            UserModel user,
            ClientConnection connection,
            UriInfo uriInfo,
            Set<String> authenticationCategories) {
        keycloaks.successfulLogin(realm, user, connection, uriInfo, authenticationCategories);
    }

    /**
     * The count that is not asked about is read only: to ask Keycloak holds up everybody else who signs in to the
     * account at this moment, and a stream of guesses at what opens nothing must not hold up the owner.
     */
    @Override
    public boolean isTemporarilyDisabled(KeycloakSession session, RealmModel realm, UserModel user) {
        return isIneffectiveCredential(realm, user)
                ? isLocked(realm, user) || keycloaks.isTemporarilyDisabled(session, realm, new LocalWays(user))
                : keycloaks.isTemporarilyDisabled(session, realm, user);
    }

    @Override
    public boolean isPermanentlyLockedOut(KeycloakSession session, RealmModel realm, UserModel user) {
        return isIneffectiveCredential(realm, user)
                ? keycloaks.isPermanentlyLockedOut(session, new TemporaryLocks(realm), new LocalWays(user))
                : keycloaks.isPermanentlyLockedOut(session, realm, user);
    }

    @Override
    public void cleanUpPermanentLockout(KeycloakSession session, RealmModel realm, UserModel user) {
        keycloaks.cleanUpPermanentLockout(session, realm, user);
    }

    @Override
    public void close() {}

    /** Whether what is tried in this sign-in could not open the account even if it were right. */
    private boolean isIneffectiveCredential(RealmModel realm, UserModel user) {
        AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
        return authSession != null
                && AccountEvaluation.of(session, realm, user)
                        .filter(evaluation -> !isThroughUpstream(evaluation, authSession)
                                && evaluation.decideByPassword() instanceof LinkDecision.LoginUpstream)
                        .isPresent();
    }

    /** Keycloak asks about whoever comes from upstream before it marks the sign-in as having come from there. */
    private boolean isThroughUpstream(AccountEvaluation evaluation, AuthenticationSessionModel authSession) {
        return UpstreamSession.isThroughUpstream(session, authSession, evaluation) || hasArrived(evaluation);
    }

    private boolean hasArrived(AccountEvaluation evaluation) {
        return ArrivedLogin.in(session)
                .map(UpstreamLogin::identity)
                .filter(arrived -> evaluation.upstreamIdentity().equals(Optional.of(arrived)))
                .isPresent();
    }

    private boolean isLocked(RealmModel realm, UserModel user) {
        UserLoginFailureModel failures = session.loginFailures().getUserLoginFailure(realm, user.getId());
        return failures != null && Time.currentTimeSeconds() < failures.getFailedLoginNotBefore();
    }

    /**
     * A realm that locks for a while only, whatever else it does: what opens nothing needs no administrator to unlock.
     */
    private static final class TemporaryLocks extends RealmModelDelegate {
        TemporaryLocks(RealmModel realm) {
            super(realm);
        }

        @Override
        public boolean isPermanentLockout() {
            return false;
        }

        @Override
        public int getMaxSecondaryAuthFailures() {
            return 0;
        }
    }

    /** The account as the ways into it that do not lead through upstream. */
    private static final class LocalWays extends UserModelDelegate {
        LocalWays(UserModel user) {
            super(user);
        }

        @Override
        public String getId() {
            String id = super.getId();
            return LOCAL_WAYS
                    + (StorageId.isLocalStorage(id)
                            ? id
                            : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                                    .toString());
        }
    }
}
