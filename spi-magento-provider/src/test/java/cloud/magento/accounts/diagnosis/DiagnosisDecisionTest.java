package cloud.magento.accounts.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.diagnosis.DiagnosisFacts.Account;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Application;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Connection;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Email;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Flow;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Policy;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Provider;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Tables;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Way;
import cloud.magento.accounts.evaluation.OwnProof;
import cloud.magento.accounts.policy.LinkDecision.Outcome;
import cloud.magento.accounts.policy.PrimaryLogin;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.upstream.UpstreamHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of the facts decides, in which order, and what helps. */
class DiagnosisDecisionTest {
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
    private static final Instant PAST = NOW.minusSeconds(60);
    private static final Instant FUTURE = NOW.plusSeconds(60);

    /** Each one alone, from an account that has to connect or to sign in upstream. */
    private static State of(DiagnosisCode code) {
        State state = new State();
        switch (code) {
            case LOCKED_FOR_GOOD -> {
                state.enabled = false;
                state.lockedForGood = true;
            }
            case ACCOUNT_DISABLED -> state.enabled = false;
            case APPLICATION_DISABLED -> state.application = new Application("shop", false);
            case LOCKED_FOR_A_WHILE -> state.locked = true;
            case CLIENT_ACCOUNT -> {
                state.ofClient = true;
                state.says(Outcome.PASS, ReasonCode.NOT_DUE);
            }
            case NO_CREDENTIAL -> state.withoutCredential();
            case LINKED_WITHOUT_CREDENTIAL -> {
                state.linked();
                state.withoutCredential();
                state.says(Outcome.PASS, ReasonCode.LINKED);
            }
            case UPSTREAM_DISABLED -> state.provider = new Provider(false, UpstreamHealth.ANSWERS);
            case UPSTREAM_UNAVAILABLE -> state.provider = new Provider(true, UpstreamHealth.FAILS);
            case LINK_CONTRADICTED -> {
                state.linked();
                state.tables = Tables.DIFFER;
                state.opens = false;
            }
            case LINK_ONLY_IN_REGISTRY -> state.tables = Tables.ONLY_REGISTRY;
            case REMINDERS_USED_UP -> state.deadline = FUTURE;
            case LINK_REQUIRED -> {}
            case EMAIL_UNVERIFIED -> {
                state.linked();
                state.withoutMail();
            }
            case FOREIGN_FLOW -> {
                state.linked();
                state.flowCheck = "client-flow";
            }
            case LINK_ONLY_IN_KEYCLOAK -> {
                state.linked();
                state.tables = Tables.ONLY_KEYCLOAK;
            }
            case LOGIN_REQUIRED -> state.linked();
            case REMINDED -> state.says(Outcome.REMIND, ReasonCode.LINK_REMINDER);
            case LEVEL_REQUIRED -> state.says(Outcome.REFUSE, ReasonCode.LEVEL_REQUIRED);
            case REPORTED_LINK -> state.says(Outcome.REPORTED, ReasonCode.LINK_REQUIRED);
            case REPORTED_LOGIN -> {
                state.linked();
                state.says(Outcome.REPORTED, ReasonCode.LOGIN_REQUIRED);
            }
            case REPORTED_REMINDER -> state.says(Outcome.REPORTED, ReasonCode.LINK_REMINDER);
            case OUTAGE_DECLARED -> {
                state.linked();
                state.says(Outcome.PASS, ReasonCode.OUTAGE_DECLARED);
            }
            case EXEMPT -> state.says(Outcome.PASS, ReasonCode.EXEMPT);
            case LOCAL_ONLY -> {
                state.linked();
                state.provider = new Provider(false, UpstreamHealth.UNKNOWN);
                state.says(Outcome.PASS, ReasonCode.LINKED);
            }
            case LINKED -> {
                state.linked();
                state.says(Outcome.PASS, ReasonCode.LINKED);
            }
            case NOT_DUE -> {
                state.deadline = FUTURE;
                state.says(Outcome.PASS, ReasonCode.NOT_DUE);
            }
        }
        return state;
    }

    @ParameterizedTest
    @EnumSource
    void reachesEveryCode(DiagnosisCode code) {
        assertThat(DiagnosisDecision.of(of(code).facts())).isEqualTo(code);
    }

    /** Whatever stands before another in the list decides where both hold. */
    @Test
    void looksAtAccountBeforeGate() {
        List<Consumer<State>> obstacles = List.of(
                state -> state.lockedForGood = true,
                state -> state.enabled = false,
                state -> state.application = new Application("shop", false),
                state -> state.locked = true,
                state -> state.ofClient = true);
        List<DiagnosisCode> codes = List.of(
                DiagnosisCode.LOCKED_FOR_GOOD,
                DiagnosisCode.ACCOUNT_DISABLED,
                DiagnosisCode.APPLICATION_DISABLED,
                DiagnosisCode.LOCKED_FOR_A_WHILE,
                DiagnosisCode.CLIENT_ACCOUNT);
        for (DiagnosisCode gate : DiagnosisCode.values()) {
            for (int from = 0; from < codes.size(); from++) {
                State state = of(gate);
                if (codes.indexOf(gate) < 0) {
                    obstacles.subList(from, obstacles.size()).forEach(obstacle -> obstacle.accept(state));
                    assertThat(DiagnosisDecision.of(state.facts()))
                            .as(gate.id())
                            .isEqualTo(codes.get(from));
                }
            }
        }
    }

    @Test
    void looksAtContradictionThenProviderThenHealthThenFlowThenRegistry() {
        State state = new State();
        state.linked();
        state.tables = Tables.ONLY_KEYCLOAK;
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.LINK_ONLY_IN_KEYCLOAK);
        state.flowCheck = "realm-flow";
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.FOREIGN_FLOW);
        state.provider = new Provider(true, UpstreamHealth.FAILS);
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.UPSTREAM_UNAVAILABLE);
        state.provider = new Provider(false, UpstreamHealth.FAILS);
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.UPSTREAM_DISABLED);
        state.opens = false;
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.LINK_CONTRADICTED);
    }

    @Test
    void looksAtProviderBeforeLostLinkAndSkips() {
        State state = new State();
        state.deadline = FUTURE;
        state.tables = Tables.ONLY_REGISTRY;
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.LINK_ONLY_IN_REGISTRY);
        state.provider = new Provider(true, UpstreamHealth.FAILS);
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.UPSTREAM_UNAVAILABLE);
    }

    /** Keycloak asks for the address after our page, so it does not stop whoever is stopped already. */
    @ParameterizedTest
    @EnumSource
    void stopsWhoIsLetInWhereAddressCannotBeVerified(DiagnosisCode code) {
        State state = of(code);
        state.withoutMail();
        boolean isLetIn = code != DiagnosisCode.CLIENT_ACCOUNT
                && EnumSet.of(Verdict.YES, Verdict.LOCAL_ONLY, Verdict.UPSTREAM_ONLY)
                        .contains(code.verdict());

        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(isLetIn ? DiagnosisCode.EMAIL_UNVERIFIED : code);

        state.mail = true;
        assertThat(DiagnosisDecision.of(state.facts()))
                .isEqualTo(code == DiagnosisCode.EMAIL_UNVERIFIED ? DiagnosisCode.LOGIN_REQUIRED : code);
    }

    @ParameterizedTest
    @EnumSource
    void offersWhatHelpsWhereSomebodyIsStopped(DiagnosisCode code) {
        List<Remedy> remedies = DiagnosisDecision.remedies(code, of(code).facts());

        assertThat(remedies).doesNotHaveDuplicates();
        if (code.verdict() != Verdict.YES) {
            assertThat(remedies).isNotEmpty();
        }
    }

    /** Whatever the gate says, a person has to come with something. */
    @ParameterizedTest
    @EnumSource
    void letsNobodyInWhoHasNothingToComeWith(DiagnosisCode code) {
        State state = of(code);
        state.withoutCredential();
        boolean isStopped =
                state.ofClient || state.locked || !state.enabled || code == DiagnosisCode.APPLICATION_DISABLED;
        DiagnosisCode told = DiagnosisDecision.of(state.facts());

        if (isStopped) {
            assertThat(told).isEqualTo(code);
        } else if (state.facts().isLinked()) {
            assertThat(told.verdict()).isIn(Verdict.UPSTREAM_ONLY, Verdict.NO);
        } else {
            assertThat(told).isEqualTo(DiagnosisCode.NO_CREDENTIAL);
        }
        for (SignInWay way : List.of(SignInWay.LOCAL, SignInWay.GRANT)) {
            assertThat(DiagnosisDecision.opens(state.facts(), way, Outcome.PASS))
                    .isEqualTo(code == DiagnosisCode.CLIENT_ACCOUNT);
        }
    }

    @Test
    void looksAtProviderBeforeLinkThatAloneOpens() {
        State state = of(DiagnosisCode.LINKED_WITHOUT_CREDENTIAL);
        state.provider = new Provider(true, UpstreamHealth.FAILS);
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.UPSTREAM_UNAVAILABLE);
        state.provider = new Provider(false, UpstreamHealth.FAILS);
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.UPSTREAM_DISABLED);
        state.opens = false;
        assertThat(DiagnosisDecision.of(state.facts())).isEqualTo(DiagnosisCode.LINK_CONTRADICTED);
    }

    @Test
    void offersMailOnlyWhereItCanProveSomething() {
        State state = of(DiagnosisCode.NO_CREDENTIAL);
        assertThat(remedies(state))
                .containsExactly(Remedy.SEND_PASSWORD_MAIL, Remedy.INVITE_BY_MAIL, Remedy.GIVE_PASSWORD);
        state.provider = new Provider(false, UpstreamHealth.UNKNOWN);
        assertThat(remedies(state)).containsExactly(Remedy.SEND_PASSWORD_MAIL, Remedy.GIVE_PASSWORD);
        state.provider = new Provider(true, UpstreamHealth.UNKNOWN);
        state.own = OwnProof.SECOND_FACTOR;
        assertThat(remedies(state)).containsExactly(Remedy.SEND_PASSWORD_MAIL, Remedy.GIVE_PASSWORD);
        state.own = OwnProof.NOTHING;
        state.email = Email.UNVERIFIED;
        assertThat(remedies(state)).containsExactly(Remedy.SEND_PASSWORD_MAIL, Remedy.GIVE_PASSWORD);
        state.email = Email.NONE;
        assertThat(remedies(state)).containsExactly(Remedy.GIVE_PASSWORD);
        state.email = Email.VERIFIED;
        state.mail = false;
        assertThat(remedies(state)).containsExactly(Remedy.GIVE_PASSWORD);
    }

    private static List<Remedy> remedies(State state) {
        return DiagnosisDecision.remedies(DiagnosisDecision.of(state.facts()), state.facts());
    }

    @Test
    void offersMendWhereverTablesDisagree() {
        State state = of(DiagnosisCode.EXEMPT);
        state.tables = Tables.ONLY_REGISTRY;
        assertThat(DiagnosisDecision.remedies(DiagnosisCode.EXEMPT, state.facts()))
                .containsExactly(Remedy.RECONCILE);
        state.tables = Tables.DIFFER;
        assertThat(DiagnosisDecision.remedies(DiagnosisCode.EXEMPT, state.facts()))
                .containsExactly(Remedy.REMOVE_LINK);
    }

    @Test
    void tellsTimeOfWhatDependsOnOne() {
        assertThat(moment(DiagnosisCode.LOCKED_FOR_A_WHILE)).isEqualTo(FUTURE);
        assertThat(moment(DiagnosisCode.EXEMPT)).isEqualTo(FUTURE);
        assertThat(moment(DiagnosisCode.OUTAGE_DECLARED)).isEqualTo(FUTURE);
        assertThat(moment(DiagnosisCode.LINK_REQUIRED)).isEqualTo(PAST);
        assertThat(moment(DiagnosisCode.NOT_DUE)).isEqualTo(FUTURE);
        assertThat(moment(DiagnosisCode.LOGIN_REQUIRED)).isNull();
    }

    @Test
    void opensNoWayOfAccountThatIsStoppedOrUpstreamThatCannotBeUsed() {
        State state = of(DiagnosisCode.LINKED);
        assertThat(opening(state)).containsExactlyInAnyOrder(SignInWay.values());
        state.provider = new Provider(true, UpstreamHealth.FAILS);
        assertThat(opening(state)).doesNotContain(SignInWay.UPSTREAM).hasSize(3);
        state.provider = new Provider(true, UpstreamHealth.ANSWERS);
        state.opens = false;
        assertThat(opening(state)).doesNotContain(SignInWay.UPSTREAM).hasSize(3);
        state.enabled = false;
        assertThat(opening(state)).isEmpty();
    }

    private static Set<SignInWay> opening(State state) {
        Set<SignInWay> open = EnumSet.noneOf(SignInWay.class);
        for (SignInWay way : SignInWay.values()) {
            if (DiagnosisDecision.opens(state.facts(), way, Outcome.PASS)) {
                open.add(way);
            }
        }
        return open;
    }

    private static @Nullable Instant moment(DiagnosisCode code) {
        return DiagnosisDecision.moment(code, of(code).facts());
    }

    /** Facts that can be changed: of an account that has to connect, where everything works. */
    private static final class State {
        private boolean enabled = true;
        private boolean ofClient;
        private boolean lockedForGood;
        private boolean locked;
        private boolean verificationAsked;
        private Email email = Email.VERIFIED;
        private Tables tables = Tables.NONE;
        private boolean opens;
        private Instant deadline = PAST;
        private Provider provider = new Provider(true, UpstreamHealth.UNKNOWN);
        private @Nullable Application application = new Application("shop", true);
        private @Nullable String flowCheck;
        private boolean mail = true;
        private OwnProof own = OwnProof.FIRST_FACTOR;
        private Outcome outcome = Outcome.REFUSE;
        private ReasonCode reason = ReasonCode.LINK_REQUIRED;

        void says(Outcome said, ReasonCode why) {
            this.outcome = said;
            this.reason = why;
        }

        void linked() {
            tables = Tables.AGREE;
            opens = true;
            says(Outcome.REFUSE, ReasonCode.LOGIN_REQUIRED);
        }

        void withoutCredential() {
            own = OwnProof.NOTHING;
        }

        void withoutMail() {
            email = Email.UNVERIFIED;
            verificationAsked = true;
            mail = false;
        }

        DiagnosisFacts facts() {
            List<Way> ways = new ArrayList<>();
            Arrays.stream(SignInWay.values()).forEach(way -> ways.add(new Way(way, outcome, reason, false)));
            return new DiagnosisFacts(
                    NOW,
                    new Account(
                            enabled,
                            ofClient,
                            lockedForGood,
                            locked,
                            locked ? FUTURE : null,
                            email,
                            verificationAsked,
                            own,
                            own == OwnProof.FIRST_FACTOR),
                    new Connection(tables, opens, null, null, null),
                    new Policy(false, PrimaryLogin.REQUIRED, deadline, null, FUTURE, FUTURE),
                    provider,
                    application,
                    new Flow("browser", false, flowCheck),
                    mail,
                    List.of(),
                    ways);
        }
    }
}
