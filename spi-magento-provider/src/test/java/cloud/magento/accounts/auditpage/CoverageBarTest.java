package cloud.magento.accounts.auditpage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.auditpage.CoverageBar.Part;
import cloud.magento.accounts.report.Coverage.Counts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageBarTest {
    @Test
    void placesStatesOneAfterAnother() {
        assertThat(CoverageBar.of(new Counts(8, 4, 1, 0, 3)))
                .containsExactly(
                        new Part("linked", 0, 500), new Part("exempt", 500, 125), new Part("overdue", 625, 375));
    }

    @Test
    void showsNothingWithoutAccounts() {
        assertThat(CoverageBar.of(new Counts(0, 0, 0, 0, 0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3, 3, 3", "999998, 1, 1", "1, 0, 999999", "1, 1, 1000000", "2, 0, 1", "6, 0, 0"})
    void fillsBarAndHidesNoState(long linked, long exempt, long overdue) {
        List<Part> parts = CoverageBar.of(new Counts(linked + exempt + overdue, linked, exempt, 0, overdue));

        int end = 0;
        for (Part part : parts) {
            assertThat(part.from()).isEqualTo(end);
            assertThat(part.width()).isGreaterThanOrEqualTo(CoverageBar.SHORTEST);
            end += part.width();
        }
        assertThat(end).isEqualTo(CoverageBar.LENGTH);
        assertThat(parts).hasSize((linked > 0 ? 1 : 0) + (exempt > 0 ? 1 : 0) + (overdue > 0 ? 1 : 0));
    }
}
