package cloud.magento.accounts.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailRateTest {
    private static final long NOW = 1_800_000_000_000L;

    @ParameterizedTest(name = "next {0} ms from now, {1} a minute, {2} at once: {3}")
    @CsvSource({
        "1, 60, 500, 0",
        "0, 60, 500, 1",
        "-999, 60, 500, 1",
        "-1000, 60, 500, 2",
        "-3600000, 60, 500, 2",
        "0, 6000, 500, 1",
        "-100, 6000, 500, 11",
        "-3600000, 60000, 500, 500",
        "-3600000, 1, 500, 1"
    })
    void letsThroughWhatIsDue(long fromNow, int perMinute, int most, int mails) {
        MailRate.Turn turn = MailRate.turn((NOW + fromNow) * 1000, NOW, perMinute, most);

        assertThat(turn.mails()).isEqualTo(mails);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 300, 7_000, 60_000})
    void keepsToRateOverTime(int perMinute) {
        long next = 0;
        long sent = 0;
        long now = NOW;
        while (now < NOW + 600_000) {
            MailRate.Turn turn = MailRate.turn(next, now, perMinute, 500);
            sent += turn.mails();
            next = turn.next(turn.mails());
            now += ThreadLocalRandom.current().nextLong(200, 400);
        }

        assertThat(sent).isBetween(perMinute * 10L - 1, perMinute * 10L + perMinute / 60 + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void countsOnlyWhatIsSent(int sent) {
        MailRate.Turn turn = MailRate.turn((NOW - 1000) * 1000, NOW, 600, 500);

        assertThat(turn.next(sent)).isEqualTo((NOW - 1000 + sent * 100L) * 1000);
    }
}
