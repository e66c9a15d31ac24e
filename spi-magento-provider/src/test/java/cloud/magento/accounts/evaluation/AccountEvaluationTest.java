package cloud.magento.accounts.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.LinkStatus;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovals;
import cloud.magento.accounts.upstream.TestConfigs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.GroupModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.UserModelDelegate;
import org.keycloak.representations.IDToken;
import org.keycloak.storage.ReadOnlyException;

/** What is gathered of an account, and what tokens tell of it. */
class AccountEvaluationTest {
    private static final Instant FUTURE = Instant.parse("2999-01-01T00:00:00Z");
    private static final Instant REALM = Instant.parse("2030-01-01T00:00:00Z");

    private final TestKeycloak keycloak = TestKeycloak.start()
            .withProvider(LinkSettings.REPORT_ONLY, "false", LinkSettings.ENFORCE_FROM, REALM.toString());
    private final TestAccount agnes = keycloak.account("agnes");

    @Test
    void evaluatesNobodyWithoutProvider() {
        TestKeycloak plain = TestKeycloak.start();
        TestAccount account = plain.account("agnes");

        plain.run(session -> assertThat(AccountEvaluation.of(session, session.realm(), account.in(session)))
                .isEmpty());
    }

    @Nested
    class StoredPolicies {
        @ParameterizedTest
        @ValueSource(strings = {"soon", "2020-13-01"})
        void readsDamagedPolicyAsStrictest(String date) {
            assertThat(StoredPolicy.of(TestConfigs.with(LinkSettings.ENFORCE_FROM, date)))
                    .isEqualTo(LinkSettings.STRICTEST);
        }

        @Test
        void readsPolicyThatIsWhole() {
            assertThat(StoredPolicy.of(TestConfigs.with(LinkSettings.ENFORCE_FROM, REALM.toString()))
                            .enforceFrom())
                    .isEqualTo(REALM);
        }
    }

    @Nested
    class Cohorts {
        @Test
        void isRealmsDeadlineInNoCohort() {
            join(group(null));

            assertThat(deadline()).isEqualTo(REALM);
        }

        @Test
        void isEarliestOfGroupsThatHold() {
            join(group("2021-01-01"));
            join(group("2020-06-01"));
            join(group("2022-01-01"));

            assertThat(deadline()).isEqualTo(Instant.parse("2020-06-01T00:00:00Z"));
        }

        @Test
        void isGroupsAboveToo() {
            String above = group("2021-01-01");
            String below = keycloak.ask(session -> session.groups()
                    .createGroup(session.realm(), "below", session.groups().getGroupById(session.realm(), above))
                    .getId());
            join(below);

            assertThat(deadline()).isEqualTo(Instant.parse("2021-01-01T00:00:00Z"));
        }

        @Test
        void isEarliestOfSeveralValues() {
            String group = group("2022-01-01");
            keycloak.run(session -> session.groups()
                    .getGroupById(session.realm(), group)
                    .setAttribute(CohortDate.ATTRIBUTE, List.of("2022-01-01", "2021-01-01", "soon")));
            join(group);

            assertThat(deadline()).isEqualTo(Instant.parse("2021-01-01T00:00:00Z"));
        }

        @Test
        void isRealmsDeadlineWhereDateCannotBeRead() {
            join(group("soon"));

            assertThat(deadline()).isEqualTo(REALM);
        }

        @Test
        void isLaterDateOnlyUpToWhatWasApproved() {
            String group = group("2040-01-01");
            join(group);
            assertThat(deadline()).as("nobody approved it").isEqualTo(REALM);

            approve(group, Instant.parse("2039-12-31T00:00:00Z"));
            assertThat(deadline()).as("approved up to an earlier one").isEqualTo(REALM);

            approve(group, Instant.parse("2040-01-01T00:00:00Z"));
            assertThat(deadline()).isEqualTo(Instant.parse("2040-01-01T00:00:00Z"));
        }

        private String group(@Nullable String date) {
            return keycloak.ask(session -> {
                GroupModel group = session.groups().createGroup(session.realm(), "group-" + date);
                if (date != null) {
                    group.setSingleAttribute(CohortDate.ATTRIBUTE, date);
                }
                return group.getId();
            });
        }

        private void join(String group) {
            keycloak.run(session -> agnes.in(session).joinGroup(session.groups().getGroupById(session.realm(), group)));
        }

        private void approve(String group, Instant date) {
            keycloak.run(session -> new CohortApprovals(session, session.realm())
                    .approve(new CohortApproval(group, date, "Agreed", null, Instant.EPOCH)));
        }

        private Instant deadline() {
            return ask(AccountEvaluation::deadline);
        }
    }

    @Nested
    class Skips {
        @Test
        void countsSkipsInAttribute() {
            assertThat(skips()).isZero();

            keycloak.run(session -> new SkipCount(session, session.realm(), agnes.in(session)).add());
            keycloak.run(session -> new SkipCount(session, session.realm(), agnes.in(session)).add());

            assertThat(skips()).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"many", "-3", "", "99999999999"})
        void countsNoneWhereAttributeIsNoNumber(String text) {
            keycloak.run(session -> agnes.in(session).setSingleAttribute(SkipCount.ATTRIBUTE, text));

            assertThat(skips()).isZero();
        }

        @Test
        void countsBesideAccountThatDirectoryKeepsReadOnly() {
            keycloak.run(session -> {
                UserModel readOnly = new ReadOnly(agnes.in(session));
                new SkipCount(session, session.realm(), readOnly).add();
                new SkipCount(session, session.realm(), readOnly).add();

                assertThat(new SkipCount(session, session.realm(), readOnly).used())
                        .isEqualTo(2);
                assertThat(agnes.in(session).getFirstAttribute(SkipCount.ATTRIBUTE))
                        .isNull();
            });
        }

        private int skips() {
            return keycloak.ask(session -> new SkipCount(session, session.realm(), agnes.in(session)).used());
        }
    }

    @Nested
    class UpstreamSessions {
        @Test
        void isThroughUpstreamAsLinkedIdentityOnly() {
            agnes.linked("Sub");

            assertThat(isThrough(TestAccount.identity("Sub").key())).isTrue();
            assertThat(isThrough(TestAccount.identity("sub").key())).isFalse();
            assertThat(isThrough(null)).isFalse();
        }

        @Test
        void isNotThroughUpstreamWithoutLink() {
            assertThat(isThrough(TestAccount.identity("Sub").key())).isFalse();
        }

        private boolean isThrough(@Nullable String key) {
            return keycloak.ask(session -> {
                TestUserSession userSession = TestUserSession.of(session.realm(), agnes.in(session));
                if (key != null) {
                    userSession.setNote("magento.upstream.identity", key);
                }
                return UpstreamSession.isThroughUpstream(
                        userSession,
                        AccountEvaluation.of(session, session.realm(), agnes.in(session))
                                .orElseThrow());
            });
        }
    }

    @Nested
    class Claims {
        @Test
        void tellsDeadlineWhileThereIsNoLink() {
            assertThat(claims())
                    .containsEntry(LinkStatusMapper.STATUS, "due")
                    .containsEntry(LinkStatusMapper.DEADLINE, REALM.getEpochSecond());
        }

        @Test
        void tellsOfLinkedAccountNoDeadline() {
            agnes.linked("Sub");

            assertThat(claims()).containsOnly(Map.entry(LinkStatusMapper.STATUS, "linked"));
        }

        @Test
        void tellsOfExemptAccountNoDeadline() {
            agnes.exempt(FUTURE);

            assertThat(claims()).containsOnly(Map.entry(LinkStatusMapper.STATUS, "exempt"));
        }

        @Test
        void tellsOverdueOnceDeadlineHasPassed() {
            TestKeycloak strict = TestKeycloak.start().withProvider();
            TestAccount account = strict.account("agnes");

            assertThat(claims(strict, account))
                    .containsEntry(LinkStatusMapper.STATUS, "overdue")
                    .containsEntry(
                            LinkStatusMapper.DEADLINE,
                            Instant.parse("2020-04-01T00:00:00Z").getEpochSecond());
        }

        @Test
        void tellsNothingOfServiceAccountNorWithoutProvider() {
            TestKeycloak plain = TestKeycloak.start();

            assertThat(claims(keycloak, agnes.ofClient())).isEmpty();
            assertThat(claims(plain, plain.account("agnes"))).isEmpty();
        }

        private Map<String, Object> claims() {
            return claims(keycloak, agnes);
        }

        private static Map<String, Object> claims(TestKeycloak keycloak, TestAccount account) {
            return keycloak.ask(session -> {
                IDToken token = new IDToken();
                new LinkStatusMapper()
                        .setClaim(
                                token,
                                new ProtocolMapperModel(),
                                TestUserSession.of(session.realm(), account.in(session)),
                                session,
                                Partial.of(NoClient.class));
                return token.getOtherClaims();
            });
        }
    }

    @Test
    void looksForExemptionWhereverPolicyWouldStopSomebody() {
        TestKeycloak strict = TestKeycloak.start().withProvider(LinkSettings.REPORT_ONLY, "false");
        TestAccount account = strict.account("agnes");
        strict.run(session -> assertThat(AccountEvaluation.of(session, session.realm(), account.in(session))
                        .orElseThrow()
                        .decide(false))
                .isInstanceOf(LinkDecision.LinkNow.class));

        account.exempt(FUTURE);

        strict.run(session -> {
            AccountEvaluation evaluation = AccountEvaluation.of(session, session.realm(), account.in(session))
                    .orElseThrow();
            assertThat(evaluation.decide(false).passes()).isTrue();
            assertThat(evaluation.status()).isEqualTo(LinkStatus.EXEMPT);
        });
    }

    private <T> T ask(Function<AccountEvaluation, T> question) {
        return keycloak.ask(session -> question.apply(AccountEvaluation.of(session, session.realm(), agnes.in(session))
                .orElseThrow()));
    }

    /** Which the claims have nothing to do with. */
    abstract static class NoClient implements ClientSessionContext {}

    /** An account of a directory that takes no attributes. */
    private static final class ReadOnly extends UserModelDelegate {
        ReadOnly(UserModel user) {
            super(user);
        }

        @Override
        public boolean isFederated() {
            return true;
        }

        @Override
        public void setSingleAttribute(String name, String value) {
            throw new ReadOnlyException("read only");
        }
    }
}
