package cloud.magento.accounts.ledger.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.ledger.StoredEntry;
import org.junit.jupiter.api.Test;

class EntryLineTest {
    private static final String ENTRY = "{\"account\":\"c0\",\"seq\":3,\"type\":\"link-made\",\"v\":1}";
    private static final String RECORD = "{\"entry\":" + ENTRY + ",\"hash\":\"ab\"";
    private static final String PART = ",\"account\":{\"data\":{\"name\":\"Lee\"},\"salt\":\"s\"}";

    @Test
    void personal_data_are_left_out() {
        assertThat(EntryLine.of(stored(RECORD + PART + "}"), false)).isEqualTo(RECORD + "}");
    }

    @Test
    void personal_data_go_out_where_that_is_wanted() {
        assertThat(EntryLine.of(stored(RECORD + PART + "}"), true)).isEqualTo(RECORD + PART + "}");
    }

    @Test
    void of_what_is_no_record_any_more_only_its_place_goes_out() {
        assertThat(EntryLine.of(stored("{\"entry\":{\"name\":\"Lee\"},,\"hash\":\"ab\"}"), false))
                .isEqualTo("{\"unreadable\":3}");
    }

    private static StoredEntry stored(String line) {
        return new StoredEntry(3, 0, "link-made", null, null, line);
    }
}
