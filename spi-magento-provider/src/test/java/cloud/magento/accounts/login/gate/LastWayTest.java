package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.LoginWay;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cookie is like, {@code LastWayIT} asks a browser. */
class LastWayTest {
    @ParameterizedTest
    @EnumSource
    void readsItsOwnValues(LastWay way) {
        assertThat(LastWay.ofId(way.id())).contains(way);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "PASSWORD", "password ", "magento.com", "ada", "<script>", "password,magento"})
    void ignoresWrongValue(@Nullable String value) {
        assertThat(LastWay.ofId(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, PASSWORD", "UPSTREAM, MAGENTO", "OTHER_PROVIDER,", "GRANT,", "SINGLE_SIGN_ON,"})
    void remembersTwoWaysOfPageAlone(LoginWay succeeded, @Nullable LastWay remembered) {
        assertThat(LastWayListenerFactory.of(succeeded).orElse(null)).isEqualTo(remembered);
    }
}
