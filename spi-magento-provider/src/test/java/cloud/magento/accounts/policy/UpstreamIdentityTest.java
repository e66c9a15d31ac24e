package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamIdentityTest {
    @Test
    void distinguishesSubjectsByCase() {
        assertThat(new UpstreamIdentity("https://magento.example", "abc"))
                .isNotEqualTo(new UpstreamIdentity("https://magento.example", "ABC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a\nb", "a\u0000", "caf\u00e9", "\u202eabc"})
    void rejectsInvalidSubject(String subject) {
        assertThat(UpstreamIdentity.isSubject(subject)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new UpstreamIdentity("https://magento.example", subject));
    }

    @Test
    void limitsSubjectTo255Characters() {
        assertThat(UpstreamIdentity.isSubject("x".repeat(255))).isTrue();
        assertThat(UpstreamIdentity.isSubject("x".repeat(256))).isFalse();
    }

    @Test
    void derivesDistinctKeysForSubjectsThatCollateAlike() {
        String issuer = "https://magento.example";

        assertThat(new UpstreamIdentity(issuer, "abc").key())
                .matches("[0-9a-f]{64}")
                .isEqualTo(new UpstreamIdentity(issuer, "abc").key())
                .isNotEqualTo(new UpstreamIdentity(issuer, "ABC").key())
                .isNotEqualTo(new UpstreamIdentity(issuer + "/", "abc").key());
    }
}
