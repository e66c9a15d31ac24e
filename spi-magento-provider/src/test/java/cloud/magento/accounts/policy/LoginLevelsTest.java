package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginLevelsTest {
    private static final LoginLevels LEVELS =
            LoginLevels.parse("upstreamLevels", "3=urn:x:key=usb 1=password\n 2=second-factor 2=otp 2=urn:x:phone");

    @ParameterizedTest
    @CsvSource({
        "password, false, 1",
        "password, true, 2",
        "otp, false, 2",
        "urn:x:key=usb, false, 3",
        "urn:x:key=usb, true, 3",
        "OTP, false, 1",
        "unheard-of, false, 1",
        ", false, 1",
        ", true, 2",
        "second-factor, false, 1"
    })
    void knowsLevelThatLoginReached(String acr, boolean severalFactors, int level) {
        assertThat(LEVELS.reached(acr, severalFactors)).isEqualTo(level);
    }

    @Test
    void asksForTheLeastThatIsEnoughFirst() {
        assertThat(LEVELS.acrValues(0)).isEmpty();
        assertThat(LEVELS.acrValues(1)).isEmpty();
        assertThat(LEVELS.acrValues(2)).containsExactly("otp", "urn:x:phone", "urn:x:key=usb");
        assertThat(LEVELS.acrValues(3)).containsExactly("urn:x:key=usb");
        assertThat(LEVELS.acrValues(4)).isEmpty();
    }

    @Test
    void knowsNothingByItself() {
        LoginLevels none = LoginLevels.parse("upstreamLevels", "  ");

        assertThat(none).isEqualTo(LoginLevels.NONE);
        assertThat(none.reached("mfa", true)).isEqualTo(1);
        assertThat(none.bySecondFactor()).isEqualTo(1);
        assertThat(none.highest()).isEqualTo(1);
        assertThat(none.acrValues(2)).isEmpty();
    }

    @Test
    void readsWhatItWrites() {
        assertThat(LoginLevels.parse("upstreamLevels", LEVELS.text())).isEqualTo(LEVELS);
        assertThat(LEVELS.highest()).isEqualTo(3);
        assertThat(LEVELS.bySecondFactor()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "=a", "2=", "0=a", "-1=a", "101=a", "1000=a", "a=2", "2 =a", "2=a, 3"})
    void refusesWhatIsNoTable(String text) {
        assertThatThrownBy(() -> LoginLevels.parse("upstreamLevels", text))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("upstreamLevels must be a list of level=acr");
    }
}
