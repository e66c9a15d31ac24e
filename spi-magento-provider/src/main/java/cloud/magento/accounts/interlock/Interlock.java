package cloud.magento.accounts.interlock;

import cloud.magento.accounts.evaluation.SessionStrength;
import cloud.magento.accounts.ledger.RecordedPolicy;
import cloud.magento.accounts.policy.EnforcementConsent;
import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.report.PolicyState;
import cloud.magento.accounts.transaction.OwnTransaction;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.keycloak.common.util.Encode;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.AccessToken;

/**
 * What has to hold before a realm's policy may stop more people than before, so that nobody enforces it by mistake:
 * that Magento.com works, that somebody could undo it, that the number of those who are stopped is known, and that
 * nothing severe is wrong. {@link InterlockCheck} asks it at the end of each transaction that changed the policy.
 */
public final class Interlock {
    private static final Duration RECENTLY = Duration.ofDays(1);
    private static final String REHEARSED = "magento.interlock.rehearsed";
    private static final Duration SOON = Duration.ofDays(1);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());

    public Interlock(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** What would be said if the policy were enforced now; empty in a realm that has no provider of ours. */
    public Optional<Outlook> outlook() {
        return PolicyState.of(session, realm).map(this::outlook);
    }

    private Outlook outlook(PolicyState policy) {
        PolicyState enforced = policy.enforced();
        Optional<Instant> next = enforced.nextAfter(now);
        List<PolicyState.Change> changes = new ArrayList<>();
        changes.add(new PolicyState.Change(soon(), Optional.empty(), now));
        next.ifPresent(date -> changes.add(new PolicyState.Change(date, Optional.of(enforced), now)));
        List<Long> stopped = enforced.countStopped(session, realm, changes);
        return new Outlook(
                now,
                policy.isEnforced(),
                policy.deadline(),
                policy.isEnforced() ? 0 : stopped.get(0),
                missing(),
                next.map(date -> new Outlook.Next(date, stopped.get(1))).orElse(null));
    }

    /**
     * Refuses a change that would be refused at its commit, and does none of it.
     *
     * @param change makes the change in the session that it is given
     */
    public void rehearse(Consumer<KeycloakSession> change) {
        OwnTransaction.run(session, "magento-interlock", own -> {
            own.getTransactionManager().setRollbackOnly();
            change.accept(own);
            InterlockCheck.now(own, own.getContext().getRealm());
            return true;
        });
    }

    /**
     * Says of a change in this session that it was rehearsed together with what follows it in transactions of its own.
     * So far it may stop fewer than were acknowledged, and never more.
     */
    public static void rehearsed(KeycloakSession session) {
        session.setAttribute(REHEARSED, true);
    }

    /** What is missing, whatever the change is and whomever it stops. */
    public List<Missing> conditions() {
        return missing();
    }

    Instant now() {
        return now;
    }

    /** Until then a date that comes is as good as come: nobody could do anything about it first. */
    Instant soon() {
        return now.plus(SOON);
    }

    /** What is missing, whatever the change is. */
    List<Missing> missing() {
        List<Missing> missing = new ArrayList<>();
        MagentoProvider.in(session, realm)
                .filter(provider -> !hasRecentSignIn(provider))
                .ifPresent(provider -> missing.add(Missing.of(
                        Condition.NO_RECENT_SIGN_IN,
                        "Nobody signed in through \"" + provider.getAlias() + "\" in the last 24 hours, or its"
                                + " connection was changed since. Sign in through it once.")));
        if (!new Administrators(session, realm).oneStaysAbleToComeIn()) {
            missing.add(Missing.of(
                    Condition.NO_ADMINISTRATOR,
                    "No administrator could sign in to undo it. Link an administrator of this realm, exempt one for"
                            + " more than a day, or have one in the master realm."));
        }
        List<String> severe = SevereFindings.of(session, realm);
        if (!severe.isEmpty()) {
            missing.add(Missing.of(
                    Condition.DOCTOR_SEVERE, "The doctor finds something severe: " + String.join(", ", severe) + "."));
        }
        return missing;
    }

    /**
     * What is missing where every sign-in has to reach a level: whoever asks for it has not reached it in any session
     * of theirs, and could not come in again to undo it. Who administers from another realm, or as a program, is not
     * bound by it.
     */
    Optional<Missing> notReached(int level) {
        boolean isBound = level > LoginLevels.ANY
                && session.getContext().getBearerToken() instanceof AccessToken token
                && isOfThisRealm(token)
                && Optional.ofNullable(token.getSubject())
                        .map(id -> session.users().getUserById(realm, id))
                        .filter(user -> user.getServiceAccountClientLink() == null)
                        .filter(user -> session.sessions()
                                .getUserSessionsStream(realm, user)
                                .noneMatch(open -> SessionStrength.levelOf(open) >= level))
                        .isPresent();
        return isBound
                ? Optional.of(Missing.of(
                        Condition.LEVEL_NOT_REACHED,
                        "You are not signed in at level " + level + " yourself, so you might not come in again. Sign in"
                                + " with an application that asks for it (acr_values) first."))
                : Optional.empty();
    }

    private boolean isOfThisRealm(AccessToken token) {
        String issuer = token.getIssuer();
        return issuer != null && issuer.endsWith("/realms/" + Encode.encodePathSegmentAsIs(realm.getName()));
    }

    /** What is missing for a change that stops so many: empty where nobody is stopped, or the number was said. */
    static Optional<Missing> notAcknowledged(KeycloakSession session, long stopped, EnforcementConsent consent) {
        OptionalLong said = consent.acknowledged();
        boolean fewerPass = session.getAttribute(REHEARSED) != null;
        if (stopped == 0
                || (said.isPresent() && (said.getAsLong() == stopped || (fewerPass && stopped < said.getAsLong())))) {
            return Optional.empty();
        }
        return Optional.of(Missing.of(
                Condition.STOPPED_NOT_ACKNOWLEDGED,
                accounts(stopped) + " would be stopped at once, or within a day"
                        + (said.isPresent() ? ", not " + said.getAsLong() : "") + ". If that is meant, say so: "
                        + EnforcementConsent.ACKNOWLEDGED + "=" + stopped + "."));
    }

    private boolean hasRecentSignIn(MagentoIdentityProviderConfig provider) {
        Instant from = now.minus(RECENTLY);
        return new RecordedPolicy(session, realm)
                .connectedSince(provider.getConfig(), from)
                .map(since -> since.isAfter(from) ? since : from)
                .filter(since ->
                        new LinkRegistry(session, realm).isSeenSince(provider.getAlias(), provider.issuer(), since))
                .isPresent();
    }

    private static String accounts(long count) {
        return count == 1 ? "1 account" : count + " accounts";
    }
}
