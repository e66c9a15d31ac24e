package cloud.magento.accounts.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailPaceTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<String, Long> taken = new HashMap<>();
    private final MailPace pace = new MailPace((name, seconds) -> taken.putIfAbsent(name, seconds) == null, "realm");

    @Test
    void limitsMailsWithinTimeWindow() {
        assertThat(pace.admits("hint", "ada", 2, HOUR)).isTrue();
        assertThat(pace.admits("hint", "ada", 2, HOUR)).isTrue();
        assertThat(pace.admits("hint", "ada", 2, HOUR)).isFalse();
        assertThat(taken.values()).containsOnly(3600L);
    }

    @Test
    void countsEachKindAndAccountSeparately() {
        // given
        pace.admits("hint", "ada", 1, HOUR);

        // then
        assertThat(pace.admits("hint", "lee", 1, HOUR)).isTrue();
        assertThat(pace.admits("notice", "ada", 1, HOUR)).isTrue();
        assertThat(pace.admits("hint", "ada", 1, HOUR)).isFalse();
    }

    @Test
    void countsAddressOnceRegardlessOfCase() {
        // given
        pace.admits("hint", "Ada@Example.com", 1, HOUR);

        // then
        assertThat(pace.admits("hint", "ada@example.com", 1, HOUR)).isFalse();
    }

    @Test
    void storesNoAddress() {
        // when
        pace.admits("hint", "ada@example.com", 1, HOUR);

        // then
        assertThat(taken.keySet()).noneMatch(name -> name.contains("ada"));
    }
}
