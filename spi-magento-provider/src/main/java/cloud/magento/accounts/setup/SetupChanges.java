package cloud.magento.accounts.setup;

import cloud.magento.accounts.setup.SetupStep.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes what is missing and mends what is not as it has to be, unless this is a dry run, and remembers what it found.
 */
final class SetupChanges {
    private final boolean dryRun;
    private final List<SetupStep> steps = new ArrayList<>();

    SetupChanges(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** Something that was made once is left as it is. */
    void ensure(String kind, String name, boolean present, Runnable change) {
        note(kind, name, present ? Outcome.PRESENT : Outcome.CHANGED, change);
    }

    /** Something that was made once is made as it has to be again. */
    void ensure(String kind, String name, boolean present, boolean right, Runnable make, Runnable repair) {
        if (present) {
            note(kind, name, right ? Outcome.PRESENT : Outcome.REPAIRED, repair);
        } else {
            note(kind, name, Outcome.CHANGED, make);
        }
    }

    /** Leaves what belongs to the operator unchanged. */
    void keep(String kind, String name) {
        steps.add(new SetupStep(kind, name, Outcome.KEPT));
    }

    List<SetupStep> steps() {
        return List.copyOf(steps);
    }

    private void note(String kind, String name, Outcome outcome, Runnable change) {
        if (outcome != Outcome.PRESENT && !dryRun) {
            change.run();
        }
        steps.add(new SetupStep(kind, name, outcome));
    }
}
