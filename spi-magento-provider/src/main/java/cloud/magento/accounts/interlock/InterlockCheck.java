package cloud.magento.accounts.interlock;

import cloud.magento.accounts.ledger.EnforcementEntries;
import cloud.magento.accounts.ledger.EnforcementEntries.Confirmed;
import cloud.magento.accounts.policy.EnforcementConsent;
import cloud.magento.accounts.report.PolicyState;
import cloud.magento.accounts.upstream.GivenConsent;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Compares, right before a transaction is committed, the policy that it leaves with the one that holds: whatever door
 * the change came by, it ends here. Where more people would be stopped and a condition is missing, the transaction
 * fails and nothing of it is done. A realm that this very transaction makes has nobody in it who was let in before.
 */
final class InterlockCheck extends AbstractKeycloakTransaction {
    /** In the path of every request of the operator's page, whose forms have no address of their own to say it in. */
    private static final String OPERATORS_PAGE = "/magento/operate/";

    private static final String ENLISTED = "magento.interlock";
    private static final String EXEMPTIONS = "magento.interlock.exemptions";

    /** It stopped nobody before: there was no policy, or one that only reported. */
    private static final String ENFORCED = "enforced";

    /** The realm's deadline lay ahead, by more than a day. */
    private static final String DEADLINE_PASSED = "deadline-passed";

    private static final String STOPS_MORE = "stops-more";

    /** Linked people could sign in here as well, and now at Magento.com alone. */
    private static final String LOCAL_LOGIN_CLOSED = "local-login-closed";

    /** Every sign-in has to be stronger than before. */
    private static final String LEVEL_RAISED = "level-raised";

    private final KeycloakSession session;
    private final EnforcementEntries entries;
    private final Map<String, String> realms = new TreeMap<>();

    private InterlockCheck(KeycloakSession session) {
        this.session = session;
        this.entries = new EnforcementEntries(session);
    }

    /** Has the policy of this realm compared when the session's transaction is committed. */
    static void atCommit(KeycloakSession session, RealmModel realm) {
        InterlockCheck check = session.getAttribute(ENLISTED, InterlockCheck.class);
        if (check == null) {
            check = new InterlockCheck(session);
            session.setAttribute(ENLISTED, check);
            // What is used first at the commit could not take part in it any more.
            session.users();
            session.sessions();
            session.groups();
            session.roles();
            session.clients();
            session.getTransactionManager().enlistPrepare(check);
        }
        check.realms.put(realm.getId(), realm.getName());
    }

    /** The same at this moment. */
    static void now(KeycloakSession session, RealmModel realm) {
        InterlockCheck check = new InterlockCheck(session);
        check.realms.put(realm.getId(), realm.getName());
        check.compare();
    }

    /** Who is exempt in this transaction is not what everybody else sees. */
    static void exemptionsChange(KeycloakSession session) {
        session.setAttribute(EXEMPTIONS, true);
    }

    @Override
    protected void commitImpl() {
        session.removeAttribute(ENLISTED);
        compare();
    }

    private void compare() {
        session.getProvider(JpaConnectionProvider.class).getEntityManager().flush();
        realms.forEach((id, name) -> {
            RealmModel realm = session.realms().getRealm(id);
            if (realm != null) {
                within(realm, () -> compare(realm, name));
            }
        });
    }

    @Override
    protected void rollbackImpl() {
        session.removeAttribute(ENLISTED);
    }

    private void compare(RealmModel realm, String name) {
        Optional<PolicyState> after = PolicyState.of(session, realm).filter(PolicyState::isEnforced);
        after.flatMap(policy -> held(realm.getId(), name, policy))
                .ifPresent(held -> compare(realm, held.policy(), after.get()));
    }

    private void compare(RealmModel realm, Optional<PolicyState> before, PolicyState after) {
        Interlock interlock = new Interlock(session, realm);
        String step = step(interlock, before, after);
        if (step.equals(STOPS_MORE) && stopped(realm, interlock, before, after) == 0) {
            return;
        }
        List<Missing> missing = interlock.missing();
        interlock.notReached(after.requiredLevel()).ifPresent(missing::add);
        entries.append(
                realm,
                () -> confirmed(realm, step, stopped(realm, interlock, before, after), new ArrayList<>(missing)));
    }

    /**
     * How many are stopped that were not. The accounts are those that everybody sees at this moment, also where the
     * database shows this transaction only what there was when it began, and their groups as they are until the commit:
     * of a group that is being deleted nobody is a member here any more. Only exemptions that belong to the change are
     * seen by nobody else.
     */
    private long stopped(RealmModel realm, Interlock interlock, Optional<PolicyState> before, PolicyState after) {
        if (session.getAttribute(EXEMPTIONS) == null) {
            OptionalLong seen =
                    KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), other -> {
                        @Nullable RealmModel same = other.realms().getRealm(realm.getId());
                        return same == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(stopped(other, same, interlock, before, after));
                    });
            if (seen.isPresent()) {
                return seen.getAsLong();
            }
        }
        return stopped(session, realm, interlock, before, after);
    }

    /** Those of this moment, or of the day that begins with it, where those are more. */
    private static long stopped(
            KeycloakSession session,
            RealmModel realm,
            Interlock interlock,
            Optional<PolicyState> before,
            PolicyState after) {
        List<PolicyState.Change> changes = new ArrayList<>();
        changes.add(new PolicyState.Change(interlock.soon(), before, interlock.soon()));
        if (before.isPresent()) {
            changes.add(new PolicyState.Change(interlock.now(), before, interlock.now()));
        }
        return Collections.max(after.countStopped(session, realm, changes));
    }

    private Confirmed confirmed(RealmModel realm, String step, long stopped, List<Missing> missing) {
        EnforcementConsent consent = GivenConsent.with(session, realm).or(asked());
        Interlock.notAcknowledged(session, stopped, consent).ifPresent(missing::add);
        if (!missing.isEmpty() && consent.override() == null) {
            throw InterlockRefusal.because(stopped, missing);
        }
        return new Confirmed(
                step,
                stopped,
                missing.stream().map(Missing::condition).toList(),
                missing.isEmpty() ? null : consent.override());
    }

    private static String step(Interlock interlock, Optional<PolicyState> before, PolicyState after) {
        if (before.isEmpty()) {
            return ENFORCED;
        }
        if (before.get().deadline().isAfter(interlock.soon())
                && !after.deadline().isAfter(interlock.soon())) {
            return DEADLINE_PASSED;
        }
        if (after.requiredLevel() > before.get().requiredLevel()) {
            return LEVEL_RAISED;
        }
        return after.closesLocalLogin() && !before.get().closesLocalLogin() ? LOCAL_LOGIN_CLOSED : STOPS_MORE;
    }

    /**
     * What is enforced until the commit.
     *
     * @param policy empty where nothing is
     */
    private record Held(Optional<PolicyState> policy) {}

    /**
     * As everybody else still sees it; empty where that is no other policy, or there is nobody whom one could stop. A
     * realm that is imported anew may have another id than the one that it replaces.
     */
    private Optional<Held> held(String realmId, String name, PolicyState after) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), other -> {
            @Nullable RealmModel realm = other.realms().getRealm(realmId);
            realm = realm == null ? other.realms().getRealmByName(name) : realm;
            if (realm == null) {
                return Optional.empty();
            }
            other.getContext().setRealm(realm);
            Optional<PolicyState> policy = PolicyState.of(other, realm).filter(PolicyState::isEnforced);
            return policy.filter(after::isSameAs).isPresent() || !PolicyState.hasPeople(other, realm)
                    ? Optional.empty()
                    : Optional.of(new Held(policy));
        });
    }

    /** What is said in the address of the request, or in a form of a page of ours, beside what it changes. */
    private EnforcementConsent asked() {
        try {
            HttpRequest request = session.getContext().getHttpRequest();
            return consent(request.getUri().getQueryParameters()).or(consent(form(request)));
        } catch (ContextNotActiveException e) {
            return EnforcementConsent.NONE;
        }
    }

    private static EnforcementConsent consent(MultivaluedMap<String, String> parameters) {
        return EnforcementConsent.read(
                parameters.getFirst(EnforcementConsent.ACKNOWLEDGED), parameters.getFirst(EnforcementConsent.OVERRIDE));
    }

    private static MultivaluedMap<String, String> form(HttpRequest request) {
        return request.getUri().getPath().contains(OPERATORS_PAGE)
                ? request.getDecodedFormParameters()
                : new MultivaluedHashMap<>();
    }

    private void within(RealmModel realm, Runnable task) {
        RealmModel current = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            task.run();
        } finally {
            session.getContext().setRealm(current);
        }
    }
}
