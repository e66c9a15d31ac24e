package cloud.magento.accounts.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class PersonNameTest {
    @Test
    void writesFamilyNameFirstInJapaneseOnly() {
        assertThat(PersonName.of("花子", "山田", Locale.JAPANESE)).contains("山田 花子");
        assertThat(PersonName.of("花子", "山田", Locale.JAPAN)).contains("山田 花子");
        assertThat(PersonName.of("Ada", "Lovelace", Locale.ENGLISH)).contains("Ada Lovelace");
        assertThat(PersonName.of("Ada", "Lovelace", Locale.FRENCH)).contains("Ada Lovelace");
    }

    @Test
    void omitsMissingNames() {
        assertThat(PersonName.of(null, "Lovelace", Locale.ENGLISH)).contains("Lovelace");
        assertThat(PersonName.of("Ada", " ", Locale.JAPANESE)).contains("Ada");
        assertThat(PersonName.of("", null, Locale.ENGLISH)).isEmpty();
    }
}
