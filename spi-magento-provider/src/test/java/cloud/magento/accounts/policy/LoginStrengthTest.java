package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginStrengthTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void asksForNothingByDefault() {
        assertThat(LoginStrength.parse(Map.of())).isEqualTo(LoginStrength.ANY);
        assertThat(LoginStrength.ANY.shortfall(1, 1, true, null, NOW)).isEqualTo(Shortfall.NONE);
    }

    @Test
    void readsWhatIsConfigured() {
        LoginStrength strength = LoginStrength.parse(
                Map.of("upstreamLevels", "2=second-factor", "requiredLevel", " 2 ", "upstreamMaxAge", "3600"));

        assertThat(strength.requiredLevel()).isEqualTo(2);
        assertThat(strength.maxAge()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void refusesLevelThatNobodyCouldReach() {
        assertThatThrownBy(() -> LoginStrength.parse(Map.of("upstreamLevels", "2=otp", "requiredLevel", "3")))
                .isInstanceOfSatisfying(
                        InvalidSettingException.class,
                        refused -> assertThat(refused.key()).isEqualTo("requiredLevel"))
                .hasMessageContaining("Nobody could sign in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "two", "1000", "1.5"})
    void refusesWhatIsNoLevel(String level) {
        assertThatThrownBy(() -> LoginStrength.parse(Map.of("requiredLevel", level)))
                .hasMessageStartingWith("requiredLevel must be a level");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "59", "31536001", "9999999999", "1h", "-60"})
    void refusesWhatIsNoAge(String age) {
        assertThatThrownBy(() -> LoginStrength.parse(Map.of("upstreamMaxAge", age)))
                .hasMessageStartingWith("upstreamMaxAge must be a number of seconds");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, true, 0, LEVEL",
        "2, 2, true, 0, NONE",
        "3, 2, true, 0, NONE",
        "2, 2, true, 3599, NONE",
        "2, 2, true, 3600, AGE",
        "2, 2, true, , AGE",
        "2, 2, false, , NONE",
        "1, 2, true, 3600, LEVEL"
    })
    void tellsHowSignInFallsShort(
            int reached, int wanted, boolean throughUpstream, Long secondsAgo, Shortfall shortfall) {
        LoginStrength strength = LoginStrength.parse(Map.of("upstreamMaxAge", "3600"));
        Instant signedInAt = secondsAgo == null ? null : NOW.minusSeconds(secondsAgo);

        assertThat(strength.shortfall(reached, wanted, throughUpstream, signedInAt, NOW))
                .isEqualTo(shortfall);
    }
}
