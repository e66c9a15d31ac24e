package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvitationSettingsTest {
    @ParameterizedTest
    @CsvSource({",72", "'',72", "24,24", " 720 ,720", "721,72", "0,72", "-1,72", "a day,72", "99999999999,72"})
    void readsHoursOrTakesDefault(@Nullable String text, int hours) {
        Map<String, @Nullable String> config = new HashMap<>();
        config.put(InvitationSettings.HOURS, text);

        assertThat(InvitationSettings.parse(config).lifetime()).isEqualTo(Duration.ofHours(hours));
    }

    @ParameterizedTest
    @CsvSource({",1000", "1,1", "100000,100000", "100001,1000"})
    void readsHowManyOrTakesDefault(@Nullable String text, int anHour) {
        Map<String, @Nullable String> config = new HashMap<>();
        config.put(InvitationSettings.AN_HOUR, text);

        assertThat(InvitationSettings.parse(config).anHour()).isEqualTo(anHour);
    }
}
