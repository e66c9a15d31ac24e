package cloud.magento.accounts.ledger.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchTest {
    private final Batch batch = new Batch();

    @Test
    void writesEachEntryOnItsOwnLine() {
        batch.add(7, "{\"a\":1}");
        batch.add(8, "{\"é\":2}");

        assertThat(new String(batch.body(), UTF_8)).isEqualTo("{\"a\":1}\n{\"é\":2}\n");
        assertThat(batch.first()).isEqualTo(7);
        assertThat(batch.last()).isEqualTo(8);
    }

    @Test
    void holdsAtMost500Entries() {
        for (int seq = 1; seq <= 500; seq++) {
            assertThat(batch.add(seq, "{}")).isTrue();
        }

        assertThat(batch.add(501, "{}")).isFalse();
        assertThat(batch.last()).isEqualTo(500);
    }

    @Test
    void holdsAtMostOneMebibyte() {
        String part = "é".repeat((1 << 20) / 5);

        assertThat(batch.add(1, part)).isTrue();
        assertThat(batch.add(2, part)).isTrue();
        assertThat(batch.add(3, part)).isFalse();
        assertThat(batch.body()).hasSizeLessThanOrEqualTo(1 << 20);
    }

    @Test
    void holdsOversizedEntryAlone() {
        assertThat(batch.add(1, "x".repeat(1 << 21))).isTrue();
        assertThat(batch.add(2, "{}")).isFalse();
        assertThat(batch.last()).isEqualTo(1);
    }
}
