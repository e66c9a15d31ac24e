package cloud.magento.accounts.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerStateTest {

    @ParameterizedTest
    @ValueSource(strings = {"code.tab.YXBw", "co-de_1.tab.1DJyQ2AtSFOMZ7kI3d2q9g", "code.tab.YXBw.eyJydSI6Imh0dHBzIn0"})
    void acceptsStateOfKeycloak(String state) {
        assertThat(BrokerState.isReadable(state)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "a.b", "a.b.c", "..", "a..c", "a.b.", "a.b.%00", "a.b.c d", "a\n.b.YXBw", "a.b.YXBwQ"})
    void rejectsMalformedState(String state) {
        assertThat(BrokerState.isReadable(state)).isFalse();
    }
}
