package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAction;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestForms;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestRequest;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.RequiredActionContext.Status;
import org.keycloak.models.Constants;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** Whom the required action stops, and what it asks of them, without a server and without upstream. */
class MagentoLinkActionTest {
    private static final String DUE = "2020-04-01";
    private static final String FAR = "2999-01-01";

    private final TestClient app = TestClient.called("app");

    private static TestKeycloak keycloak(String enforceFrom, String... further) {
        String[] settings = new String[further.length + 4];
        settings[0] = LinkSettings.REPORT_ONLY;
        settings[1] = "false";
        settings[2] = LinkSettings.ENFORCE_FROM;
        settings[3] = enforceFrom;
        System.arraycopy(further, 0, settings, 4, further.length);
        return TestKeycloak.start().withProvider(settings);
    }

    private static TestKeycloak reminding() {
        return keycloak(FAR, LinkSettings.REMIND_FROM, DUE);
    }

    @Nested
    class Triggers {
        @Test
        void stopsUnlinkedAccountAfterDeadline() {
            assertThat(isStopped(keycloak(DUE), signIn -> {})).isTrue();
        }

        @Test
        void stopsNobodyBeforeReminders() {
            assertThat(isStopped(keycloak(FAR), signIn -> {})).isFalse();
        }

        @Test
        void stopsNobodyInReportOnlyMode() {
            TestKeycloak reporting =
                    TestKeycloak.start().withProvider(LinkSettings.REPORT_ONLY, "true", LinkSettings.ENFORCE_FROM, DUE);

            assertThat(isStopped(reporting, signIn -> {})).isFalse();
        }

        @Test
        void stopsNobodyWithoutProvider() {
            assertThat(isStopped(TestKeycloak.start(), signIn -> {})).isFalse();
        }

        @Test
        void stopsForReminder() {
            assertThat(isStopped(reminding(), signIn -> {})).isTrue();
        }

        @Test
        void letsReminderRestWhileItIsSnoozed() {
            assertThat(isStopped(reminding(), signIn -> ReminderSnooze.from(Instant.now(), signIn)))
                    .isFalse();
        }

        @Test
        void remindsAgainOnceSnoozeIsOver() {
            Instant before = Instant.now().minus(ReminderSnooze.HOLDS).minusSeconds(1);

            assertThat(isStopped(reminding(), signIn -> ReminderSnooze.from(before, signIn)))
                    .isTrue();
        }

        @Test
        void snoozesNoDeadline() {
            assertThat(isStopped(keycloak(DUE), signIn -> ReminderSnooze.from(Instant.now(), signIn)))
                    .isTrue();
        }

        @Test
        void remindsNobodyWhereNoPageMayShow() {
            assertThat(isStopped(reminding(), MagentoLinkActionTest::passive)).isFalse();
        }

        @Test
        void recordsRefusalWhereNoPageMayShow() {
            TestKeycloak due = keycloak(DUE);

            assertThat(isStopped(due, MagentoLinkActionTest::passive)).isTrue();
            assertThat(due.events()).singleElement().satisfies(event -> {
                assertThat(event.getError()).isEqualTo("magento_link_required");
                assertThat(event.getDetails()).containsEntry("magento_reason", "link-required");
            });
        }

        @Test
        void takesItselfBackOnceNothingIsInTheWay() {
            assertThat(isStopped(keycloak(FAR), signIn -> signIn.addRequiredAction(MagentoLinkActionFactory.ID)))
                    .isFalse();
        }

        @Test
        void stopsLinkedAccountThatCameByPassword() {
            TestKeycloak due = keycloak(DUE);

            assertThat(isStopped(due, due.account("agnes").linked("42"), signIn -> {}))
                    .isTrue();
        }

        @Test
        void letsLinkedAccountInThroughUpstream() {
            TestKeycloak due = keycloak(DUE);
            UpstreamIdentity identity = TestAccount.identity("42");

            assertThat(isStopped(
                            due,
                            due.account("agnes").linked("42"),
                            signIn -> signIn.setUserSessionNote(UpstreamIdentity.NOTE, identity.key())))
                    .isFalse();
        }

        @Test
        void letsExemptAccountIn() {
            TestKeycloak due = keycloak(DUE);

            assertThat(isStopped(due, due.account("agnes").exempt(Instant.now().plusSeconds(60)), signIn -> {}))
                    .isFalse();
        }

        @Test
        void stopsImpersonatorUnlessOperatorAllowsIt() {
            assertThat(isImpersonatorStopped(keycloak(DUE))).isTrue();
            assertThat(isImpersonatorStopped(keycloak(DUE, LinkSettings.ALLOW_IMPERSONATION, "true")))
                    .isFalse();
        }

        private boolean isImpersonatorStopped(TestKeycloak keycloak) {
            TestAccount agnes = keycloak.account("agnes");
            return keycloak.ask(session -> {
                TestUserSession open = TestUserSession.of(session.realm(), agnes.in(session))
                        .with(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin");
                keycloak.userSessions().add(open);
                TestAuthenticationSession signIn = TestAuthenticationSession.singleSignOn(app, open);
                new MagentoLinkAction(session).evaluateTriggers(TestAction.of(session, signIn));
                return signIn.getRequiredActions().contains(MagentoLinkActionFactory.ID);
            });
        }

        private boolean isStopped(TestKeycloak keycloak, Consumer<TestAuthenticationSession> prepare) {
            return isStopped(keycloak, keycloak.account("agnes"), prepare);
        }

        private boolean isStopped(
                TestKeycloak keycloak, TestAccount account, Consumer<TestAuthenticationSession> prepare) {
            return keycloak.ask(session -> {
                TestAuthenticationSession signIn = signIn(session, account);
                prepare.accept(signIn);
                new MagentoLinkAction(session).evaluateTriggers(TestAction.of(session, signIn));
                return signIn.getRequiredActions().contains(MagentoLinkActionFactory.ID);
            });
        }
    }

    @Nested
    class Pages {
        @Test
        void asksToConnectAfterDeadline() {
            TestKeycloak due = keycloak(DUE);

            TestForms.Page page = page(challenge(due, due.account("agnes")));

            assertThat(page.template()).isEqualTo("magento-link.ftl");
            assertThat(page.data().get("phase")).isEqualTo("due");
            assertThat(page.data().get("canSkip")).isEqualTo(false);
        }

        @Test
        void remindsWithWayToPutItOff() {
            TestKeycloak reminding = reminding();

            TestForms.Page page = page(challenge(reminding, reminding.account("agnes")));

            assertThat(page.data().get("phase")).isEqualTo("remind");
            assertThat(page.data().get("canSkip")).isEqualTo(true);
        }

        @Test
        void asksLinkedAccountToSignInUpstream() {
            TestKeycloak due = keycloak(DUE);

            assertThat(page(challenge(due, due.account("agnes").linked("42"))).template())
                    .isEqualTo("magento-login-required.ftl");
        }

        @Test
        void putsReminderOffAndCountsIt() {
            TestKeycloak reminding = keycloak(FAR, LinkSettings.REMIND_FROM, DUE, LinkSettings.MAX_SKIPS, "2");
            TestAccount agnes = reminding.account("agnes");

            assertThat(process(reminding, agnes, "skip").getStatus()).isEqualTo(Status.SUCCESS);
            assertThat(page(challenge(reminding, agnes)).data().get("skipsLeft"))
                    .isEqualTo(1);
        }

        @Test
        void refusesToSkipAfterDeadline() {
            TestKeycloak due = keycloak(DUE);

            TestAction action = process(due, due.account("agnes"), "skip");

            assertThat(action.getStatus()).isEqualTo(Status.CHALLENGE);
            assertThat(page(action).template()).isEqualTo("magento-link.ftl");
        }

        @Test
        void asksAgainAfterCancelling() {
            TestKeycloak due = keycloak(DUE);

            TestForms.Page page = page(process(due, due.account("agnes"), "cancel"));

            assertThat(page.data().get("cancelled")).isEqualTo(true);
        }

        @Test
        void endsActionThatApplicationAskedForWhenItIsCancelled() {
            TestKeycloak early = keycloak(FAR);

            assertThat(process(early, early.account("agnes"), "cancel", MagentoLinkActionTest::wanted)
                            .getStatus())
                    .isEqualTo(Status.CANCELLED);
        }

        @Test
        void succeedsForApplicationThatAsksForLinkedAccount() {
            TestKeycloak early = keycloak(FAR, LinkSettings.PRIMARY_LOGIN, "preferred");

            assertThat(process(
                                    early,
                                    early.account("agnes").linked("42"),
                                    "nothing-known",
                                    MagentoLinkActionTest::wanted)
                            .getStatus())
                    .isEqualTo(Status.SUCCESS);
        }

        private TestAction challenge(TestKeycloak keycloak, TestAccount account) {
            return process(keycloak, account, "nothing-known");
        }

        private TestAction process(TestKeycloak keycloak, TestAccount account, String action) {
            return process(keycloak, account, action, signIn -> {});
        }

        private TestAction process(
                TestKeycloak keycloak,
                TestAccount account,
                String action,
                Consumer<TestAuthenticationSession> prepare) {
            return keycloak.ask(session -> {
                session.getContext()
                        .setHttpRequest(
                                TestRequest.to("/login-actions/required-action").with("action", action));
                TestAuthenticationSession signIn = signIn(session, account);
                prepare.accept(signIn);
                TestAction context = TestAction.of(session, signIn);
                new MagentoLinkAction(session).processAction(context);
                return context;
            });
        }
    }

    private static void passive(TestAuthenticationSession signIn) {
        signIn.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, OIDCLoginProtocol.PROMPT_VALUE_NONE);
    }

    private static void wanted(TestAuthenticationSession signIn) {
        signIn.setClientNote(Constants.KC_ACTION_EXECUTING, MagentoLinkActionFactory.ID);
    }

    private TestAuthenticationSession signIn(TestSession session, TestAccount account) {
        return TestAuthenticationSession.of(session.realm(), app, account.in(session));
    }

    private static TestForms.Page page(TestAction action) {
        return (TestForms.Page) Objects.requireNonNull(action.getChallenge()).getEntity();
    }
}
