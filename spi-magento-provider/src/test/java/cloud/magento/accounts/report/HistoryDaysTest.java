package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryDaysTest {
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 11, 20);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100, 1000})
    void thinsOutManyDaysEvenlyKeepingBothEnds(int most) {
        assertThat(HistoryQuery.days(FIRST, LAST, most))
                .hasSize(most)
                .startsWith(FIRST)
                .endsWith(LAST)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsAllOfFewDays() {
        assertThat(HistoryQuery.days(FIRST, FIRST.plusDays(3), 100))
                .containsExactly(FIRST, FIRST.plusDays(1), FIRST.plusDays(2), FIRST.plusDays(3));
        assertThat(HistoryQuery.days(FIRST, FIRST, 100)).containsExactly(FIRST);
    }

    @Test
    void keepsLastDayWhenOnlyOneIsAllowed() {
        assertThat(HistoryQuery.days(FIRST, LAST, 1)).containsExactly(LAST);
    }
}
