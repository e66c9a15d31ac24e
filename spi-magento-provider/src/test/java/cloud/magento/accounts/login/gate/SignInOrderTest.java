package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class SignInOrderTest {
    private static final Optional<LastWay> PASSWORD = Optional.of(LastWay.PASSWORD);
    private static final Optional<LastWay> MAGENTO = Optional.of(LastWay.MAGENTO);
    private static final Optional<LastWay> NOTHING = Optional.empty();

    /** Whether the page asks for the password, what succeeded last, whether somebody has just tried; the order. */
    static final List<Arguments> ORDERS = List.of(
            arguments(false, NOTHING, false, "", false),
            arguments(false, NOTHING, true, "", false),
            arguments(false, PASSWORD, false, "password", true),
            arguments(false, MAGENTO, false, "magento", true),
            arguments(false, PASSWORD, true, "password", false),
            arguments(false, MAGENTO, true, "magento", false),
            arguments(true, NOTHING, false, "password", true),
            arguments(true, MAGENTO, false, "password", true),
            arguments(true, MAGENTO, true, "password", false));

    @ParameterizedTest
    @FieldSource("ORDERS")
    void putsOneWayFirst(boolean wanted, Optional<LastWay> last, boolean tried, String first, boolean folded) {
        assertThat(SignInOrder.of(wanted, last, tried).data())
                .isEqualTo(Map.of("first", first, "wanted", wanted, "folded", folded));
    }

    @Test
    void foldsNothingWhereBothWaysStand() {
        assertThat(SignInOrder.of(false, NOTHING, false).first()).isNull();
    }
}
