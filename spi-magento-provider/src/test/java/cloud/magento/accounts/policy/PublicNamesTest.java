package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What people's scripts, reports and dashboards know by these names. */
class PublicNamesTest {
    @Test
    void namesProofsInKebabCase() {
        assertThat(LinkProof.values()).extracting(LinkProof::id).contains("new-account", "administrator", "password");
    }

    @Test
    void namesOutcomesInLowerCase() {
        assertThat(LinkDecision.Outcome.values())
                .extracting(LinkDecision.Outcome::id)
                .containsExactly("pass", "reported", "remind", "refuse");
    }

    @Test
    void namesErrorsOfEventsWithPrefix() {
        assertThat(ReasonCode.LINK_REQUIRED.error()).isEqualTo("magento_link_required");
    }

    @Test
    void tellsApplicationsOnlyErrorsTheyKnow() {
        assertThat(ReasonCode.LINK_REQUIRED.oauthError()).isEqualTo("magento_link_required");
        assertThat(ReasonCode.LINK_CHANGED.oauthError()).isEqualTo("magento_login_required");
    }
}
