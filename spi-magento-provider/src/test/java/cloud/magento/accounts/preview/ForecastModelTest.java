package cloud.magento.accounts.preview;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.preview.ForecastModel.Expected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The forecast against roll-outs whose end is known. */
class ForecastModelTest {
    private static final int ROLL_OUTS = 2000;

    @Test
    void holdsNineOfTenSimulatedRollOuts() {
        Random random = new Random(26);
        int held = 0;
        List<Double> widths = new ArrayList<>();
        for (int i = 0; i < ROLL_OUTS; i++) {
            SimulatedRollOut rollOut = new SimulatedRollOut(random);
            int today = 14 + random.nextInt(rollOut.days() - 14 - 4);
            Expected expected = ForecastModel.expect(
                    rollOut.left(today), rollOut.connected().subList(0, today), rollOut.days() - today);
            long end = rollOut.left(rollOut.days());
            held += expected.low() <= end && end <= expected.high() ? 1 : 0;
            widths.add((expected.high() - expected.low()) / (double) Math.max(1, rollOut.left(today)));
        }

        assertThat(held).isGreaterThanOrEqualTo(ROLL_OUTS * 9 / 10);
        Collections.sort(widths);
        assertThat(widths.get(ROLL_OUTS / 2)).as("a range that says something").isLessThan(0.33);
    }

    @Test
    void holdsNineOfTenAlsoShortlyBeforeAndLongBeforeTheEnd() {
        Random random = new Random(4);
        int[] held = new int[3];
        int[] asked = new int[3];
        for (int i = 0; i < ROLL_OUTS; i++) {
            SimulatedRollOut rollOut = new SimulatedRollOut(random);
            int today = 14 + random.nextInt(rollOut.days() - 14 - 4);
            int togo = rollOut.days() - today;
            Expected expected = ForecastModel.expect(
                    rollOut.left(today), rollOut.connected().subList(0, today), togo);
            long end = rollOut.left(rollOut.days());
            int span = togo <= 21 ? 0 : togo <= 60 ? 1 : 2;
            asked[span]++;
            held[span] += expected.low() <= end && end <= expected.high() ? 1 : 0;
        }

        for (int span = 0; span < held.length; span++) {
            assertThat(held[span] / (double) asked[span]).as("span " + span).isGreaterThanOrEqualTo(0.9);
        }
    }

    @Test
    void tellsOfAnyDistance() {
        List<Long> twoWeeks = Collections.nCopies(14, 10L);

        Expected soon = ForecastModel.expect(500, twoWeeks, 400 * 7);
        Expected far = ForecastModel.expect(500, twoWeeks, 1e14);

        assertThat(far.number()).isBetween(0L, soon.number());
        assertThat(far.low()).isLessThanOrEqualTo(far.number());
    }

    @Test
    void tellsNothingButWhatIsPossibleBeforeFirstWeek() {
        assertThat(ForecastModel.expect(500, List.of(3L, 4L, 5L), 30)).isEqualTo(new Expected(500, 0, 500, false));
        assertThat(ForecastModel.expect(500, List.of(), 30)).isEqualTo(new Expected(500, 0, 500, false));
    }

    @Test
    void tellsWhatIsLeftOnceThereIsNoTime() {
        assertThat(ForecastModel.expect(500, Collections.nCopies(20, 7L), 0))
                .isEqualTo(new Expected(500, 500, 500, true));
        assertThat(ForecastModel.expect(0, Collections.nCopies(20, 7L), 9)).isEqualTo(new Expected(0, 0, 0, true));
    }

    @Test
    void followsSteadyPace() {
        // A hundredth of those who are left connects each day.
        List<Long> days = new ArrayList<>();
        double left = 100_000;
        for (int day = 0; day < 56; day++) {
            days.add(Math.round(left * 0.01));
            left *= 0.99;
        }

        Expected expected = ForecastModel.expect(Math.round(left), days, 28);

        assertThat((double) expected.number()).isBetween(left * 0.72, left * 0.79);
        assertThat(expected.low()).isLessThan(expected.number()).isGreaterThan(Math.round(left * 0.55));
        assertThat(expected.high()).isGreaterThan(expected.number()).isLessThan(Math.round(left * 0.9));
    }

    @Test
    void expectsNearlyEverybodyLeftWhereNobodyConnects() {
        Expected expected = ForecastModel.expect(1000, Collections.nCopies(28, 0L), 28);

        assertThat(expected.number()).isBetween(990L, 1000L);
        assertThat(expected.high()).isEqualTo(1000);
    }
}
