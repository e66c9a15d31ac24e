package cloud.magento.accounts.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.ReminderSchedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReminderDecisionTest {
    private static final Instant DEADLINE = Instant.parse("2027-04-01T00:00:00Z");

    /** One letter for each fact that stands in the way. */
    @ParameterizedTest(name = "{0}, unverified addresses {1}, {2} days before, step {3}: {4}")
    @CsvSource(
            nullValues = "none",
            value = {
                "-, false, 7, 7, none",
                "S, false, 7, 7, SERVICE_ACCOUNT",
                "L, false, 7, 7, LINKED",
                "D, false, 7, 7, ACCOUNT_DISABLED",
                "X, false, 7, 7, DIRECTORY_UNSUPPORTED",
                "E, false, 7, 7, EXEMPT",
                "A, false, 7, 7, NO_ADDRESS",
                "A, true, 7, 7, NO_ADDRESS",
                "V, false, 7, 7, ADDRESS_UNVERIFIED",
                "V, true, 7, 7, none",
                "-, false, 7, 30, STEP_OVER",
                "-, false, 30, 7, STEP_OVER",
                "-, false, 31, 30, STEP_OVER",
                "-, false, 0, 7, STEP_OVER",
                "LDE, false, 7, 7, LINKED",
                "DE, false, 7, 7, ACCOUNT_DISABLED",
                "EA, false, 7, 7, EXEMPT"
            })
    void decides(String facts, boolean unverified, int daysLeft, int step, @Nullable Obstacle obstacle) {
        Campaign.Terms terms =
                new Campaign.Terms(null, null, null, unverified, ReminderSchedule.before(List.of(30, 7)), 60, "page");

        assertThat(ReminderDecision.obstacle(facts(facts, daysLeft), terms, step))
                .isEqualTo(Optional.ofNullable(obstacle));
    }

    private static ReminderFacts facts(String against, int daysLeft) {
        return new ReminderFacts(
                ReminderSchedule.begin(DEADLINE, daysLeft),
                !against.contains("D"),
                against.contains("S"),
                against.contains("L"),
                against.contains("E"),
                !against.contains("X"),
                !against.contains("A"),
                !against.contains("V"),
                DEADLINE);
    }
}
