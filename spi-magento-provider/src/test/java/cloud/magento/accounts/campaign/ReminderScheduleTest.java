package cloud.magento.accounts.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReminderScheduleTest {
    private static final Instant DEADLINE = Instant.parse("2027-04-01T00:00:00Z");
    private static final ReminderSchedule SCHEDULE = ReminderSchedule.before(List.of(1, 30, 7, 7));

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "PT720H1S, none",
                "PT720H, 30",
                "PT168H1S, 30",
                "PT168H, 7",
                "PT24H1S, 7",
                "PT24H, 1",
                "PT1S, 1",
                "PT0S, none",
                "PT-1H, none"
            })
    void tellsStepByTimeLeft(Duration left, Integer step) {
        assertThat(SCHEDULE.stepAt(DEADLINE.minus(left), DEADLINE))
                .isEqualTo(step == null ? OptionalInt.empty() : OptionalInt.of(step));
    }

    @Test
    void sendsOnceWhateverDeadline() {
        assertThat(ReminderSchedule.once().stepAt(DEADLINE.plusSeconds(1), DEADLINE))
                .hasValue(ReminderSchedule.NOW);
        assertThat(ReminderSchedule.once().stepAt(Instant.EPOCH, DEADLINE)).hasValue(ReminderSchedule.NOW);
        assertThat(ReminderSchedule.once().isOver(Instant.EPOCH, DEADLINE)).isTrue();
    }

    @Test
    void isOverAtDeadline() {
        assertThat(SCHEDULE.isOver(DEADLINE.minusSeconds(1), DEADLINE)).isFalse();
        assertThat(SCHEDULE.isOver(DEADLINE, DEADLINE)).isTrue();
    }

    @Test
    void isStoredAndReadAgain() {
        assertThat(ReminderSchedule.stored(SCHEDULE.stored()).days()).containsExactly(30, 7, 1);
        assertThat(ReminderSchedule.stored(ReminderSchedule.once().stored()).isOnce())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 367})
    void rejectsDayThatIsNone(int day) {
        assertThatThrownBy(() -> ReminderSchedule.before(List.of(day)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 366");
    }

    @Test
    void rejectsTooManySteps() {
        assertThatThrownBy(() -> ReminderSchedule.before(Collections.nCopies(11, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
