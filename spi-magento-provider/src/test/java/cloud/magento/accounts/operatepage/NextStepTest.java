package cloud.magento.accounts.operatepage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.operatepage.NextStep.Facts;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepTest {
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "ADOPT,  true,  false, true,  true,  false, ahead, 9",
        "MEND,   false, true,  true,  true,  true,  ahead, 9",
        "TRY,    false, false, false, true,  true,  ahead, 9",
        "DATE,   false, false, true,  true,  true,  past,  9",
        "REMIND, false, false, true,  true,  false, ahead, 9",
        "ENFORCE,false, false, true,  true,  true,  ahead, 9",
        "ENFORCE,false, false, true,  true,  false, past,  0",
        "WAIT,   false, false, true,  false, true,  ahead, 9",
        "HELP,   false, false, true,  false, true,  past,  9",
        "DONE,   false, false, true,  false, false, past,  0",
    })
    void tellsWhatComesNext(
            NextStep expected,
            boolean canAdopt,
            boolean severe,
            boolean worked,
            boolean reportOnly,
            boolean reminds,
            String deadline,
            long unlinked) {
        Instant date = deadline.equals("past") ? NOW : NOW.plusSeconds(1);
        assertThat(NextStep.of(new Facts(canAdopt, severe, worked, reportOnly, reminds, date, NOW, unlinked)))
                .isEqualTo(expected);
    }

    @Test
    void eachStepHasItsPage() {
        for (NextStep step : NextStep.values()) {
            assertThat(step.place()).isNotNull();
            assertThat(step.id()).matches("[a-z]+");
        }
    }
}
