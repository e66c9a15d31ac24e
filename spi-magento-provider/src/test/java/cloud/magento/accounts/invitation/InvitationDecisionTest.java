package cloud.magento.accounts.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.evaluation.OwnProof;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationDecisionTest {
    private static final InvitationWish PLAIN = new InvitationWish(null, null, false, true);
    private static final InvitationWish BY_MAIL = new InvitationWish(null, null, true, true);

    @ParameterizedTest
    @CsvSource({
        "false, true,  false, true,  true,  NO_MAIL_SERVER",
        "true,  true,  true,  true,  true,  SERVICE_ACCOUNT",
        "true,  false, false, true,  true,  ACCOUNT_DISABLED",
        "true,  true,  false, false, true,  DIRECTORY_UNSUPPORTED",
        "true,  true,  false, true,  false, NO_ADDRESS",
    })
    void refusesAccountThatNoInvitationCanHelp(
            boolean mail,
            boolean enabled,
            boolean service,
            boolean linkable,
            boolean address,
            InvitationProblem problem) {
        InvitationFacts facts = new InvitationFacts(
                mail, enabled, service, linkable, address, true, OwnProof.FIRST_FACTOR, false, false, false);

        assertThat(InvitationDecision.problem(facts, PLAIN)).contains(problem);
    }

    @Test
    void invitesAccountWithFirstFactorAndNeverByMailAlone() {
        InvitationFacts facts = facts(OwnProof.FIRST_FACTOR, false);

        assertThat(InvitationDecision.problem(facts, PLAIN)).isEmpty();
        assertThat(InvitationDecision.problem(facts, BY_MAIL)).isEmpty();
        assertThat(InvitationDecision.isMailAlone(facts, BY_MAIL)).isFalse();
    }

    @Test
    void letsMailAloneProveOnlyVerifiedAddressOfAccountWithNothingElse() {
        assertThat(InvitationDecision.problem(facts(OwnProof.NOTHING, true), PLAIN))
                .contains(InvitationProblem.NOTHING_TO_PROVE_BY);
        assertThat(InvitationDecision.problem(facts(OwnProof.NOTHING, false), BY_MAIL))
                .contains(InvitationProblem.ADDRESS_UNVERIFIED);
        assertThat(InvitationDecision.problem(facts(OwnProof.SECOND_FACTOR, true), BY_MAIL))
                .contains(InvitationProblem.SECOND_FACTOR_ALONE);
        assertThat(InvitationDecision.problem(facts(OwnProof.NOTHING, true), BY_MAIL))
                .isEmpty();
        assertThat(InvitationDecision.isMailAlone(facts(OwnProof.NOTHING, true), BY_MAIL))
                .isTrue();
        assertThat(InvitationDecision.isMailAlone(facts(OwnProof.NOTHING, true), PLAIN))
                .isFalse();
    }

    @Test
    void postponesWhatGoesBeyondTheHour() {
        InvitationFacts full =
                new InvitationFacts(true, true, false, true, true, true, OwnProof.FIRST_FACTOR, false, false, true);

        assertThat(InvitationDecision.problem(full, PLAIN)).contains(InvitationProblem.POSTPONED);
    }

    @ParameterizedTest
    @CsvSource({
        // invited, mailed by this call, call, again, done
        "false, false,     , false, false",
        "true,  false,     , false, true",
        "true,  false,     , true,  false",
        "true,  false, july, false, false",
        "false, true,  july, false, true",
        "true,  true,  july, true,  true",
    })
    void leavesWhoWasMailedByCallOrIsInvited(
            boolean invited, boolean mailed, String call, boolean again, boolean done) {
        InvitationFacts facts =
                new InvitationFacts(true, true, false, true, true, true, OwnProof.FIRST_FACTOR, invited, mailed, false);

        assertThat(InvitationDecision.isDone(facts, new InvitationWish(call, null, false, again)))
                .isEqualTo(done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "Straße",
                "x/y",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesNameOfCallThatIsNone(String call) {
        assertThatThrownBy(() -> new InvitationWish(call, null, false, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTimeThatIsNone() {
        assertThatThrownBy(() -> new InvitationWish(null, Duration.ZERO, false, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static InvitationFacts facts(OwnProof own, boolean verified) {
        return new InvitationFacts(true, true, false, true, true, verified, own, false, false, false);
    }
}
