package cloud.magento.accounts.setup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.setup.SetupStep.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetupChangesTest {
    private final List<String> made = new ArrayList<>();

    @Test
    void createsWhatIsMissingAndKeepsWhatExists() {
        SetupChanges changes = new SetupChanges(false);

        changes.ensure("flow", "here", true, () -> made.add("here"));
        changes.ensure("flow", "missing", false, () -> made.add("missing"));

        assertThat(made).containsExactly("missing");
        assertThat(changes.steps())
                .containsExactly(
                        new SetupStep("flow", "here", Outcome.PRESENT),
                        new SetupStep("flow", "missing", Outcome.CHANGED));
    }

    @Test
    void repairsWhatDiffersFromPlan() {
        SetupChanges changes = new SetupChanges(false);

        changes.ensure("client", "right", true, true, () -> made.add("made"), () -> made.add("repaired"));
        changes.ensure("client", "wrong", true, false, () -> made.add("made"), () -> made.add("repaired"));

        assertThat(made).containsExactly("repaired");
        assertThat(changes.steps())
                .containsExactly(
                        new SetupStep("client", "right", Outcome.PRESENT),
                        new SetupStep("client", "wrong", Outcome.REPAIRED));
    }

    @Test
    void reportsSameStepsInDryRunWithoutChangingAnything() {
        SetupChanges changes = new SetupChanges(true);

        changes.ensure("flow", "missing", false, () -> made.add("missing"));

        assertThat(made).isEmpty();
        assertThat(changes.steps()).containsExactly(new SetupStep("flow", "missing", Outcome.CHANGED));
    }
}
