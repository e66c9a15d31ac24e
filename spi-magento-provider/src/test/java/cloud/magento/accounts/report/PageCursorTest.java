package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {
    @ParameterizedTest
    @ValueSource(strings = {"ada", "1:", "Zo\u00eb \u65e5\u672c", "%_'\"\\"})
    void restoresUsername(String username) {
        assertThat(PageCursor.username(PageCursor.after(username))).isEqualTo(username);
    }

    @Test
    void usesOnlyUrlSafeCharacters() {
        assertThat(PageCursor.after("\u00ff\u00fe??>>")).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MTo", "MjphZGE", "a", "MTph=GE", "MTr_", "MTphAGI"})
    void rejectsMalformedCursor(String cursor) {
        assertThatThrownBy(() -> PageCursor.username(cursor)).isInstanceOf(InvalidFilterException.class);
    }
}
