package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecondFactorEvidenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mfa",
                "pwd mfa",
                "pwd otp",
                "pin hwk",
                "kba sms",
                "pwd fpt",
                "swk face",
                "otp vbm",
                "pwd xyz tel"
            })
    void believesTwoKindsOfMethodOrTheWordForIt(String amr) {
        assertThat(isTold(null, amr)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "pwd", "otp", "pwd pin", "otp sms", "hwk swk", "face iris", "MFA", "mfa2", "user", "pwd x"})
    void believesNothingLess(String amr) {
        assertThat(isTold(null, amr)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://refeds.org/profile/mfa, true",
        "http://schemas.openid.net/pape/policies/2007/06/multi-factor, true",
        "gold, true",
        "golden, false",
        "silver, false",
        "2, false",
        "phr, false"
    })
    void believesAcrThatASpecificationOrTheOperatorNames(String acr, boolean told) {
        assertThat(isTold(acr, "pwd")).isEqualTo(told);
    }

    @Test
    void believesNothingWhereNothingIsTold() {
        assertThat(isTold(null, "")).isFalse();
    }

    private static boolean isTold(@Nullable String acr, String amr) {
        return SecondFactorEvidence.isToldBy(acr, Arrays.asList(amr.split(" ")), List.of("gold"));
    }
}
