package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.diagnosis.Diagnosis;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Way;
import cloud.magento.accounts.diagnosis.Verdict;
import cloud.magento.accounts.doctor.TestRealm;
import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestClientSession;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestRequest;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.transaction.ManyRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.Details;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/** Accounts in every state come by every way under every policy; the diagnosis says what becomes of it. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DiagnosisAgainstGateTest {
    private static final String FUTURE = "2999-01-01T00:00:00Z";
    private static final String PAST = "2020-04-01T00:00:00Z";

    private final TestKeycloak keycloak;
    private final TestClient application = TestClient.called("app");
    private final Set<String> locked = new HashSet<>();

    DiagnosisAgainstGateTest(TestDatabase database) {
        keycloak = TestRealm.on(database).keycloak();
        keycloak.provide(BruteForceProtector.class, session -> Partial.of(Locks.class, locked));
    }

    private enum State {
        UNLINKED,
        LINKED,
        EXEMPT,
        EXEMPT_LINKED,
        COHORT_DUE,
        DISABLED,
        LOCKED_OUT,
        ONLY_IN_KEYCLOAK,
        ONLY_IN_REGISTRY,
        IN_CONTRADICTION,
        OF_CLIENT
    }

    private enum PolicyKind {
        REPORT_ONLY,
        REMIND,
        REMIND_NO_MORE,
        REQUIRED,
        PREFERRED,
        PROVIDER_DISABLED,
        PREFERRED_PROVIDER_DISABLED
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatGateDecides(PolicyKind policy) {
        keycloak.run(session -> set(session, policy));
        for (State state : State.values()) {
            TestAccount account =
                    state == State.OF_CLIENT ? account(state) : account(state).withPassword();
            keycloak.run(session -> assertTold(session, policy, state, account));
        }
    }

    private void assertTold(TestSession session, PolicyKind policy, State state, TestAccount account) {
        UserModel user = account.in(session);
        Diagnosis found =
                Diagnosis.of(session, session.realm(), user, null, null).orElseThrow();
        boolean isShut = state == State.DISABLED || state == State.LOCKED_OUT;
        boolean isEnabled = policy != PolicyKind.PROVIDER_DISABLED && policy != PolicyKind.PREFERRED_PROVIDER_DISABLED;
        List<SignInWay> open = new ArrayList<>();
        for (Way told : found.facts().ways()) {
            String cell = policy + " " + state + " " + told.way();
            LinkDecision decision = decision(session, user, told.way());
            assertThat(told.outcome()).as(cell).isEqualTo(decision.outcome());
            assertThat(told.reason()).as(cell).isEqualTo(decision.reason());
            boolean opens = !isShut
                    && decision.outcome() != LinkDecision.Outcome.REFUSE
                    && (told.way() != SignInWay.UPSTREAM || isEnabled && state != State.IN_CONTRADICTION);
            assertThat(told.opens()).as(cell).isEqualTo(opens);
            if (opens) {
                open.add(told.way());
            }
        }
        assertThat(found.code().verdict())
                .as(policy + " " + state + " " + found.code())
                .isIn(verdicts(isShut, isEnabled, isLinked(session, user), open));
    }

    /** Of one with a password the gate says the same, but nobody comes with what is not there. */
    @ParameterizedTest
    @EnumSource
    void opensNothingHereToAccountWithoutPassword(PolicyKind policy) {
        keycloak.run(session -> set(session, policy));
        for (State state : EnumSet.complementOf(EnumSet.of(State.DISABLED, State.LOCKED_OUT, State.OF_CLIENT))) {
            TestAccount account = account(state);
            keycloak.run(session -> {
                Diagnosis found = Diagnosis.of(session, session.realm(), account.in(session), null, null)
                        .orElseThrow();
                String cell = policy + " " + state + " " + found.code();
                assertThat(found.facts().ways())
                        .as(cell)
                        .noneMatch(
                                way -> way.opens() && (way.way() == SignInWay.LOCAL || way.way() == SignInWay.GRANT));
                boolean isOpen = isLinked(session, account.in(session))
                        && found.facts().ways().stream()
                                .anyMatch(way -> way.way() == SignInWay.UPSTREAM && way.opens());
                assertThat(found.code().verdict()).as(cell).isEqualTo(isOpen ? Verdict.UPSTREAM_ONLY : Verdict.NO);
            });
        }
    }

    private static Set<Verdict> verdicts(boolean isShut, boolean isEnabled, boolean isLinked, List<SignInWay> open) {
        if (open.contains(SignInWay.LOCAL)) {
            return Set.of(Verdict.YES, Verdict.LOCAL_ONLY);
        }
        if (isShut || !isEnabled) {
            return Set.of(Verdict.NO);
        }
        if (!isLinked) {
            return Set.of(Verdict.AFTER_CONNECTING);
        }
        return Set.of(open.contains(SignInWay.UPSTREAM) ? Verdict.UPSTREAM_ONLY : Verdict.NO);
    }

    /** As the gate decides of somebody who comes so. */
    private LinkDecision decision(TestSession session, UserModel user, SignInWay way) {
        AccountEvaluation evaluation =
                AccountEvaluation.of(session, session.realm(), user).orElseThrow();
        if (way == SignInWay.GRANT) {
            return TokenGate.decide(
                    session, evaluation, TestClientSession.of(application, TestUserSession.of(session.realm(), user)));
        }
        TestAuthenticationSession authSession = TestAuthenticationSession.of(session.realm(), application, user);
        FederatedIdentityModel link = session.users().getFederatedIdentity(session.realm(), user, "magento");
        if (way == SignInWay.UPSTREAM && link != null) {
            authSession.setUserSessionNote(
                    UpstreamIdentity.NOTE,
                    TestAccount.identity(link.getUserId()).key());
        }
        authSession.setUserSessionNote(
                Details.IDENTITY_PROVIDER,
                switch (way) {
                    case UPSTREAM -> "magento";
                    case OTHER_PROVIDER -> "another";
                    case LOCAL, GRANT -> null;
                });
        session.getContext().setHttpRequest(TestRequest.to("/realms/r/login-actions/authenticate"));
        session.getContext().setAuthenticationSession(authSession);
        LinkDecision decision =
                SignInDecision.of(session, authSession, evaluation).decision();
        session.getContext().setAuthenticationSession(null);
        return decision;
    }

    private static boolean isLinked(TestSession session, UserModel user) {
        return session.users().getFederatedIdentity(session.realm(), user, "magento") != null;
    }

    private static void set(TestSession session, PolicyKind policy) {
        IdentityProviderModel provider = session.identityProviders().getByAlias("magento");
        boolean reminds = policy == PolicyKind.REMIND || policy == PolicyKind.REMIND_NO_MORE;
        provider.getConfig().put(LinkSettings.REPORT_ONLY, Boolean.toString(policy == PolicyKind.REPORT_ONLY));
        provider.getConfig().put(LinkSettings.ENFORCE_FROM, reminds ? FUTURE : PAST);
        if (reminds) {
            provider.getConfig().put(LinkSettings.REMIND_FROM, PAST);
        }
        if (policy == PolicyKind.REMIND_NO_MORE) {
            provider.getConfig().put(LinkSettings.MAX_SKIPS, "0");
        }
        if (policy == PolicyKind.PREFERRED || policy == PolicyKind.PREFERRED_PROVIDER_DISABLED) {
            provider.getConfig().put(LinkSettings.PRIMARY_LOGIN, "preferred");
        }
        provider.setEnabled(policy != PolicyKind.PROVIDER_DISABLED && policy != PolicyKind.PREFERRED_PROVIDER_DISABLED);
        session.identityProviders().update(provider);
    }

    private TestAccount account(State state) {
        TestAccount account = keycloak.account("person-" + UUID.randomUUID());
        String subject = "Sub-" + account.id();
        switch (state) {
            case UNLINKED -> {}
            case LINKED -> register(account.linked(subject), subject);
            case EXEMPT -> account.exempt(Instant.parse(FUTURE));
            case EXEMPT_LINKED -> register(account.linked(subject), subject).exempt(Instant.parse(FUTURE));
            case COHORT_DUE -> keycloak.run(session -> join(session, account));
            case DISABLED -> {
                register(account.linked(subject), subject);
                keycloak.run(session -> account.in(session).setEnabled(false));
            }
            case LOCKED_OUT ->
                locked.add(register(account.linked(subject), subject).id());
            case ONLY_IN_KEYCLOAK -> account.linked(subject);
            case ONLY_IN_REGISTRY -> register(account, subject);
            case IN_CONTRADICTION -> register(account.linked("Other-" + account.id()), subject);
            case OF_CLIENT -> account.ofClient();
        }
        return account;
    }

    private static void join(TestSession session, TestAccount account) {
        GroupModel group = session.groups().createGroup(session.realm(), "group-" + UUID.randomUUID());
        group.setSingleAttribute(CohortDate.ATTRIBUTE, "2019-01-01");
        account.in(session).joinGroup(group);
    }

    private TestAccount register(TestAccount account, String subject) {
        keycloak.run(session -> {
            ManyRows rows = new ManyRows(
                    session.entities(),
                    "MAGENTO_LINK",
                    "ID",
                    "REALM_ID",
                    "ALIAS",
                    "ISSUER",
                    "SUBJECT",
                    "IDENTITY_KEY",
                    "USER_ID",
                    "LINKED_AT",
                    "PROOF");
            UpstreamIdentity identity = TestAccount.identity(subject);
            rows.add(
                    UUID.randomUUID().toString(),
                    keycloak.realmId(),
                    "magento",
                    identity.issuer(),
                    identity.subject(),
                    identity.key(),
                    account.id(),
                    1L,
                    "password");
            rows.write();
        });
        return account;
    }

    /** Keycloak's protection, of which only the outcome matters here. */
    abstract static class Locks implements BruteForceProtector {
        private final Set<String> locked;

        Locks(Set<String> locked) {
            this.locked = locked;
        }

        @Override
        public boolean isTemporarilyDisabled(KeycloakSession session, RealmModel realm, UserModel user) {
            return locked.contains(user.getId());
        }

        @Override
        public boolean isPermanentlyLockedOut(KeycloakSession session, RealmModel realm, @Nullable UserModel user) {
            return false;
        }
    }
}
