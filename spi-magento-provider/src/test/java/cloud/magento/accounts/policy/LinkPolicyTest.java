package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.magento.accounts.policy.LinkDecision.LinkNow;
import cloud.magento.accounts.policy.LinkDecision.LoginUpstream;
import cloud.magento.accounts.policy.LinkDecision.Pass;
import cloud.magento.accounts.policy.LinkDecision.ProveSecondFactor;
import cloud.magento.accounts.policy.LinkDecision.Remind;
import cloud.magento.accounts.policy.LinkDecision.Reported;
import cloud.magento.accounts.policy.LinkDecision.SignInAgain;
import cloud.magento.accounts.policy.LinkDecision.StepUp;
import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkPolicyTest {
    private static final Instant REMINDERS = Instant.parse("2020-03-01T00:00:00Z");
    private static final Instant DEADLINE = Instant.parse("2020-04-01T00:00:00Z");
    private static final Instant BEFORE = REMINDERS.minusSeconds(1);
    private static final Instant REMINDED = DEADLINE.minusSeconds(1);
    private static final Instant AFTER = DEADLINE;

    private static final LinkDecision NOT_DUE = new Pass(ReasonCode.NOT_DUE);
    private static final LinkDecision LINKED = new Pass(ReasonCode.LINKED);
    private static final LinkDecision EXEMPT = new Pass(ReasonCode.EXEMPT);
    private static final LinkDecision REMIND = new Remind(DEADLINE, OptionalInt.empty());
    private static final LinkDecision LINK_NOW = new LinkNow(DEADLINE);
    private static final LinkDecision LOGIN_UPSTREAM = new LoginUpstream();

    /** The table of the policy, row by row: account, primary login, then before, during reminders, after. */
    static Stream<Arguments> table() {
        return Stream.of(
                arguments("unlinked", "required", NOT_DUE, REMIND, LINK_NOW),
                arguments("unlinked", "preferred", NOT_DUE, REMIND, LINK_NOW),
                arguments("linked, through upstream", "required", LINKED, LINKED, LINKED),
                arguments("linked, through upstream", "preferred", LINKED, LINKED, LINKED),
                arguments("linked, another way", "required", LOGIN_UPSTREAM, LOGIN_UPSTREAM, LOGIN_UPSTREAM),
                arguments("linked, another way", "preferred", LINKED, LINKED, LINKED),
                arguments("exempt, unlinked", "required", EXEMPT, EXEMPT, EXEMPT),
                arguments("exempt, linked, another way", "required", EXEMPT, EXEMPT, EXEMPT),
                arguments("exemption over, unlinked", "required", NOT_DUE, REMIND, LINK_NOW),
                arguments("service account", "required", NOT_DUE, NOT_DUE, NOT_DUE));
    }

    /** Whatever else would let the account pass. */
    static Stream<LinkFacts> begunBeforeTheNewestChangeOfTheLink() {
        return Stream.of(BEFORE, REMINDED, AFTER)
                .flatMap(now -> Stream.of(
                        TestFacts.unlinked(now),
                        TestFacts.linked(now, false),
                        TestFacts.linked(now, true),
                        TestFacts.linked(now, false).exemptUntil(now.plusSeconds(1))))
                .map(facts -> facts.outdated().build());
    }

    @ParameterizedTest
    @MethodSource("begunBeforeTheNewestChangeOfTheLink")
    void rejectsSignInBegunBeforeLatestLinkChange(LinkFacts facts) {
        for (String primaryLogin : List.of("required", "preferred")) {
            LinkPolicy policy = new LinkPolicy(TestSettings.with(LinkSettings.PRIMARY_LOGIN, primaryLogin));

            assertThat(policy.decide(facts)).isEqualTo(new SignInAgain());
            assertThat(policy.decideWithoutPage(facts)).isEqualTo(new SignInAgain());
        }
    }

    @Test
    void reportsSignInBegunBeforeLatestLinkChangeInReportOnly() {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(LinkSettings.REPORT_ONLY, "true"));

        assertThat(policy.decide(TestFacts.unlinked(BEFORE).outdated().build()))
                .isEqualTo(new Reported(ReasonCode.LINK_CHANGED));
    }

    /** Neither a weaker policy nor an exemption excuses from it: these are about the link, and this is the account. */
    @ParameterizedTest
    @ValueSource(strings = {"kept", "upstream"})
    void asksForSecondFactorThatTheAccountKept(String rule) {
        for (String primaryLogin : List.of("required", "preferred")) {
            LinkPolicy policy = new LinkPolicy(TestSettings.with(
                    Map.of(LinkSettings.SECOND_FACTOR, rule, LinkSettings.PRIMARY_LOGIN, primaryLogin)));
            for (Instant now : List.of(BEFORE, REMINDED, AFTER)) {
                LinkFacts facts = TestFacts.linked(now, true)
                        .withoutSecondFactor()
                        .exemptUntil(now.plusSeconds(1))
                        .build();

                assertThat(policy.decide(facts)).isEqualTo(new ProveSecondFactor());
                assertThat(policy.decideWithoutPage(facts)).isEqualTo(new ProveSecondFactor());
            }
        }
    }

    /** What would let them go on; who has to link or to sign in upstream first is asked for that first. */
    @ParameterizedTest
    @EnumSource(
            value = Shortfall.class,
            names = {"LEVEL", "AGE"})
    void asksForMoreWhereSignInFallsShort(Shortfall shortfall) {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(LinkSettings.REMIND_FROM, "2020-03-01"));
        StepUp more = new StepUp(shortfall);
        for (LinkFacts facts : List.of(
                TestFacts.linked(AFTER, true).fallingShort(shortfall).build(),
                TestFacts.unlinked(BEFORE).fallingShort(shortfall).build(),
                TestFacts.unlinked(REMINDED).fallingShort(shortfall).build(),
                TestFacts.unlinked(AFTER)
                        .exemptUntil(AFTER.plusSeconds(1))
                        .fallingShort(shortfall)
                        .build(),
                TestFacts.linked(AFTER, false)
                        .outageUntil(AFTER.plusSeconds(1))
                        .fallingShort(shortfall)
                        .build())) {
            assertThat(policy.decide(facts)).isEqualTo(more);
            assertThat(policy.decideWithoutPage(facts)).isEqualTo(more);
        }
        assertThat(more.reason().oauthError()).isEqualTo("magento_login_required");
    }

    @Test
    void asksForMoreWhereNoSkipsAreLeftAndNoPageCanSaySo() {
        LinkPolicy noSkips = new LinkPolicy(
                TestSettings.with(Map.of(LinkSettings.REMIND_FROM, "2020-03-01", LinkSettings.MAX_SKIPS, "0")));
        LinkFacts facts =
                TestFacts.unlinked(REMINDED).fallingShort(Shortfall.LEVEL).build();

        assertThat(noSkips.decide(facts)).isInstanceOf(LinkNow.class);
        assertThat(noSkips.decideWithoutPage(facts)).isEqualTo(new StepUp(Shortfall.LEVEL));
    }

    @Test
    void asksForWhatComesBeforeStrengthFirst() {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(Map.of()));
        assertThat(policy.decide(
                        TestFacts.unlinked(AFTER).fallingShort(Shortfall.LEVEL).build()))
                .isEqualTo(LINK_NOW);
        assertThat(policy.decide(TestFacts.linked(AFTER, false)
                        .fallingShort(Shortfall.LEVEL)
                        .build()))
                .isEqualTo(LOGIN_UPSTREAM);
        assertThat(policy.decide(TestFacts.linked(AFTER, true)
                        .withoutSecondFactor()
                        .fallingShort(Shortfall.LEVEL)
                        .build()))
                .isEqualTo(new ProveSecondFactor());
        assertThat(policy.decide(TestFacts.serviceAccount(AFTER)
                                .fallingShort(Shortfall.LEVEL)
                                .build())
                        .passes())
                .isTrue();
    }

    @Test
    void asksForNoSecondFactorWhereItNeverIsOrTheAccountIsNotLinked() {
        assertThat(new LinkPolicy(TestSettings.with(LinkSettings.SECOND_FACTOR, "never"))
                        .decide(TestFacts.linked(AFTER, true)
                                .withoutSecondFactor()
                                .build()))
                .isEqualTo(LINKED);
        assertThat(new LinkPolicy(TestSettings.with(LinkSettings.SECOND_FACTOR, "kept"))
                        .decide(TestFacts.unlinked(AFTER).withoutSecondFactor().build()))
                .isEqualTo(LINK_NOW);
    }

    @Test
    void reportsMissingSecondFactorInReportOnly() {
        assertThat(new LinkPolicy(TestSettings.with(LinkSettings.REPORT_ONLY, "true"))
                        .decide(TestFacts.linked(AFTER, true)
                                .withoutSecondFactor()
                                .build()))
                .isEqualTo(new Reported(ReasonCode.SECOND_FACTOR_REQUIRED));
    }

    @ParameterizedTest(name = "{0}, primary login {1}")
    @MethodSource("table")
    void decidesByTable(
            String account, String primaryLogin, LinkDecision before, LinkDecision reminded, LinkDecision after) {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(LinkSettings.PRIMARY_LOGIN, primaryLogin));

        assertThat(policy.decide(facts(account, BEFORE))).isEqualTo(before);
        assertThat(policy.decide(facts(account, REMINDED))).isEqualTo(reminded);
        assertThat(policy.decide(facts(account, AFTER))).isEqualTo(after);
    }

    @ParameterizedTest(name = "{0}, primary login {1}")
    @MethodSource("table")
    void stopsNobodyInReportOnlyButReportsWhatItWouldStop(
            String account, String primaryLogin, LinkDecision before, LinkDecision reminded, LinkDecision after) {
        LinkPolicy policy = new LinkPolicy(
                TestSettings.with(Map.of(LinkSettings.PRIMARY_LOGIN, primaryLogin, LinkSettings.REPORT_ONLY, "true")));

        Map.of(BEFORE, before, REMINDED, reminded, AFTER, after).forEach((now, enforced) -> {
            LinkDecision decision = policy.decide(facts(account, now));
            assertThat(decision.passes()).isTrue();
            assertThat(decision).isEqualTo(enforced.passes() ? enforced : new Reported(enforced.reason()));
        });
    }

    @Test
    void endsExemptionAtItsSecond() {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(Map.of()));
        Instant until = AFTER.plus(Duration.ofDays(3));

        assertThat(policy.decide(TestFacts.unlinked(until.minusMillis(1))
                        .exemptUntil(until)
                        .build()))
                .isEqualTo(EXEMPT);
        assertThat(policy.decide(TestFacts.unlinked(until).exemptUntil(until).build()))
                .isEqualTo(LINK_NOW);
    }

    @Test
    void letsKeptPasswordOpenLinkedAccountUntilDeclaredOutageEnds() {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(Map.of()));
        Instant until = AFTER.plus(Duration.ofHours(3));
        LinkFacts during =
                TestFacts.linked(until.minusMillis(1), false).outageUntil(until).build();
        LinkFacts after = TestFacts.linked(until, false).outageUntil(until).build();

        assertThat(policy.decide(during)).isEqualTo(new Pass(ReasonCode.OUTAGE_DECLARED));
        assertThat(policy.decideWithoutPage(during)).isEqualTo(new Pass(ReasonCode.OUTAGE_DECLARED));
        assertThat(policy.decide(after)).isEqualTo(LOGIN_UPSTREAM);
        assertThat(policy.decideWithoutPage(after)).isEqualTo(LOGIN_UPSTREAM);
    }

    /** Of the whole table an outage changes one row. */
    @ParameterizedTest
    @MethodSource("table")
    void changesNothingElseByDeclaredOutage(
            String account, String primaryLogin, LinkDecision before, LinkDecision reminded, LinkDecision after) {
        for (String reportOnly : List.of("false", "true")) {
            LinkPolicy policy = new LinkPolicy(TestSettings.with(
                    Map.of(LinkSettings.PRIMARY_LOGIN, primaryLogin, LinkSettings.REPORT_ONLY, reportOnly)));
            for (Instant now : List.of(BEFORE, REMINDED, AFTER)) {
                LinkFacts facts = facts(account, now);
                LinkDecision usual = policy.decide(facts);
                LinkDecision inOutage = policy.decide(facts.outageUntil(Instant.MAX));
                assertThat(inOutage)
                        .as(account + " " + reportOnly)
                        .isEqualTo(usual.equals(LOGIN_UPSTREAM) ? new Pass(ReasonCode.OUTAGE_DECLARED) : usual);
            }
        }
    }

    @Test
    void letsNoSignInFromBeforeLinkChangedPassInOutage() {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(Map.of()));

        assertThat(policy.decide(TestFacts.linked(AFTER, false)
                        .outdated()
                        .outageUntil(Instant.MAX)
                        .build()))
                .isEqualTo(new SignInAgain());
    }

    @Test
    void prefersCohortDateOverRealmDateInBothDirections() {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(Map.of()));
        Instant early = REMINDERS.minus(Duration.ofDays(30));
        Instant late = DEADLINE.plus(Duration.ofDays(30));

        assertThat(policy.decide(
                        TestFacts.unlinked(BEFORE).cohortDeadline(early).build()))
                .isEqualTo(new LinkNow(early));
        assertThat(policy.decide(TestFacts.unlinked(AFTER).cohortDeadline(late).build()))
                .isEqualTo(new Remind(late, OptionalInt.empty()));
        assertThat(policy.decide(TestFacts.unlinked(late).cohortDeadline(late).build()))
                .isEqualTo(new LinkNow(late));
    }

    @Test
    void allowsReminderToBeSkippedOnlyUpToLimit() {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(LinkSettings.MAX_SKIPS, "2"));

        assertThat(policy.decide(TestFacts.unlinked(REMINDED).skipsUsed(0).build()))
                .isEqualTo(new Remind(DEADLINE, OptionalInt.of(2)));
        assertThat(policy.decide(TestFacts.unlinked(REMINDED).skipsUsed(1).build()))
                .isEqualTo(new Remind(DEADLINE, OptionalInt.of(1)));
        assertThat(policy.decide(TestFacts.unlinked(REMINDED).skipsUsed(2).build()))
                .isEqualTo(LINK_NOW);
        assertThat(policy.decide(TestFacts.unlinked(REMINDED).skipsUsed(7).build()))
                .isEqualTo(LINK_NOW);
        assertThat(policy.decide(TestFacts.unlinked(BEFORE).skipsUsed(7).build()))
                .isEqualTo(NOT_DUE);
    }

    @Test
    void requiresNoLinkBeforeDeadlineWithoutPage() {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(LinkSettings.MAX_SKIPS, "2"));

        assertThat(policy.decideWithoutPage(
                        TestFacts.unlinked(REMINDED).skipsUsed(0).build()))
                .isEqualTo(NOT_DUE);
        assertThat(policy.decideWithoutPage(
                        TestFacts.unlinked(REMINDED).skipsUsed(2).build()))
                .isEqualTo(NOT_DUE);
        assertThat(policy.decideWithoutPage(TestFacts.unlinked(AFTER).build())).isEqualTo(LINK_NOW);
        assertThat(policy.decideWithoutPage(TestFacts.linked(BEFORE, false).build()))
                .isEqualTo(LOGIN_UPSTREAM);
        assertThat(policy.decideWithoutPage(TestFacts.linked(AFTER, true).build()))
                .isEqualTo(LINKED);
    }

    @Test
    void remindsNobodyWithoutReminderDate() {
        LinkPolicy policy = new LinkPolicy(TestSettings.with(LinkSettings.REMIND_FROM, ""));

        assertThat(policy.decide(TestFacts.unlinked(REMINDED).build())).isEqualTo(NOT_DUE);
        assertThat(policy.decide(TestFacts.unlinked(AFTER).build())).isEqualTo(LINK_NOW);
    }

    private static LinkFacts facts(String account, Instant now) {
        return switch (account) {
            case "unlinked" -> TestFacts.unlinked(now).build();
            case "linked, through upstream" -> TestFacts.linked(now, true).build();
            case "linked, another way" -> TestFacts.linked(now, false).build();
            case "exempt, unlinked" ->
                TestFacts.unlinked(now).exemptUntil(Instant.MAX).build();
            case "exempt, linked, another way" ->
                TestFacts.linked(now, false).exemptUntil(Instant.MAX).build();
            case "exemption over, unlinked" ->
                TestFacts.unlinked(now).exemptUntil(now).build();
            case "service account" -> TestFacts.serviceAccount(now).build();
            default -> throw new IllegalArgumentException(account);
        };
    }
}
