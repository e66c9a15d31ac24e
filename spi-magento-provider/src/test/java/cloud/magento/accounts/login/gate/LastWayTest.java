package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.LoginWay;
import jakarta.ws.rs.core.NewCookie;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LastWayTest {
    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(LastWay way) {
        assertThat(LastWay.ofId(way.cookie("/realms/a/").getValue())).contains(way);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "PASSWORD", "password ", "magento.com", "ada", "<script>", "password,magento"})
    void ignoresWrongValue(@Nullable String value) {
        assertThat(LastWay.ofId(value)).isEmpty();
    }

    @Test
    void writesCookieThatNamesNobody() {
        NewCookie cookie = LastWay.MAGENTO.cookie("/realms/accounts.magento.cloud/");

        assertThat(cookie.getValue()).isEqualTo("magento");
        assertThat(cookie.getPath()).isEqualTo("/realms/accounts.magento.cloud/");
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo(NewCookie.SameSite.LAX);
        assertThat(cookie.getMaxAge()).isEqualTo(180 * 24 * 60 * 60);
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, PASSWORD", "UPSTREAM, MAGENTO", "OTHER_PROVIDER,", "GRANT,", "SINGLE_SIGN_ON,"})
    void remembersTwoWaysOfPageAlone(LoginWay succeeded, @Nullable LastWay remembered) {
        assertThat(LastWayListenerFactory.of(succeeded).orElse(null)).isEqualTo(remembered);
    }
}
