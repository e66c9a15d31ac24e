package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LinkStatusTest {
    private static final Instant DEADLINE = Instant.parse("2020-04-01T00:00:00Z");
    private static final Instant BEFORE = DEADLINE.minusMillis(1);

    @Test
    void tellsLinkedAccountWhateverItsExemption() {
        assertThat(LinkStatus.of(
                        TestFacts.linked(DEADLINE, false)
                                .exemptUntil(DEADLINE.plusSeconds(1))
                                .build(),
                        DEADLINE))
                .isEqualTo(LinkStatus.LINKED);
    }

    @Test
    void turnsDueAccountOverdueAtDeadline() {
        assertThat(status(TestFacts.unlinked(BEFORE))).isEqualTo(LinkStatus.DUE);
        assertThat(status(TestFacts.unlinked(DEADLINE))).isEqualTo(LinkStatus.OVERDUE);
    }

    @Test
    void endsExemptionAtItsInstant() {
        assertThat(status(TestFacts.unlinked(DEADLINE).exemptUntil(DEADLINE.plusMillis(1))))
                .isEqualTo(LinkStatus.EXEMPT);
        assertThat(status(TestFacts.unlinked(DEADLINE).exemptUntil(DEADLINE))).isEqualTo(LinkStatus.OVERDUE);
    }

    @Test
    void namesStatusAsInClaim() {
        assertThat(LinkStatus.values())
                .extracting(LinkStatus::id)
                .containsExactly("linked", "due", "overdue", "exempt");
    }

    private static LinkStatus status(TestFacts facts) {
        return LinkStatus.of(facts.build(), DEADLINE);
    }
}
