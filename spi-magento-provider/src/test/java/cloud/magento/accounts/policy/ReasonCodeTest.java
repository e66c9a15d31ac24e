package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonCodeTest {
    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void each_code_is_found_by_its_public_form(ReasonCode code) {
        assertThat(code.id()).matches("[a-z]+(-[a-z]+)*");
        assertThat(ReasonCode.ofId(code.id())).contains(code);
    }

    @Test
    void an_unknown_form_is_no_code() {
        assertThat(ReasonCode.ofId("LINK_REQUIRED")).isEmpty();
    }
}
