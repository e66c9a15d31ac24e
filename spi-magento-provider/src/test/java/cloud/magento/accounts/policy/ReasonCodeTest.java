package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonCodeTest {
    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void findsEachCodeById(ReasonCode code) {
        assertThat(code.id()).matches("[a-z]+(-[a-z]+)*");
        assertThat(ReasonCode.ofId(code.id())).contains(code);
    }

    @Test
    void findsNoCodeForUnknownId() {
        assertThat(ReasonCode.ofId("LINK_REQUIRED")).isEmpty();
    }
}
