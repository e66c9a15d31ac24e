package cloud.magento.accounts.ledger.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.ledger.StoredEntry;
import org.junit.jupiter.api.Test;

class EntryLineTest {
    private static final String ENTRY = "{\"account\":\"c0\",\"seq\":3,\"type\":\"link-made\",\"v\":1}";
    private static final String RECORD = "{\"entry\":" + ENTRY + ",\"hash\":\"ab\"";
    private static final String PART = ",\"account\":{\"data\":{\"name\":\"Lee\"},\"salt\":\"s\"}";

    @Test
    void omitsPersonalDataUnlessWanted() {
        assertThat(EntryLine.of(stored(RECORD + PART + "}"), false)).isEqualTo(RECORD + "}");
    }

    @Test
    void includesPersonalDataWhereWanted() {
        assertThat(EntryLine.of(stored(RECORD + PART + "}"), true)).isEqualTo(RECORD + PART + "}");
    }

    @Test
    void sendsOnlyPositionOfUnreadableEntry() {
        assertThat(EntryLine.of(stored("{\"entry\":{\"name\":\"Lee\"},,\"hash\":\"ab\"}"), false))
                .isEqualTo("{\"unreadable\":3}");
    }

    private static StoredEntry stored(String line) {
        return new StoredEntry(3, 0, "link-made", null, null, line);
    }
}
