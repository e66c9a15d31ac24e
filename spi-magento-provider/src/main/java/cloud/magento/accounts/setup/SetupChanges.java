package cloud.magento.accounts.setup;

import cloud.magento.accounts.setup.SetupStep.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes what is missing and mends what is not as it has to be, unless this is a dry run, and remembers what it found.
 */
final class SetupChanges {
    private final boolean dryRun;
    private final Predicate<SetupStep> wanted;
    private final List<SetupStep> steps = new ArrayList<>();

    SetupChanges(boolean dryRun) {
        this(dryRun, step -> true);
    }

    /** @param wanted what is looked at, whatever its outcome; all else is passed over */
    SetupChanges(boolean dryRun, Predicate<SetupStep> wanted) {
        this.dryRun = dryRun;
        this.wanted = wanted;
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
        note(kind, name, Outcome.KEPT, () -> {});
    }

    List<SetupStep> steps() {
        return List.copyOf(steps);
    }

    private void note(String kind, String name, Outcome outcome, Runnable change) {
        SetupStep step = new SetupStep(kind, name, outcome);
        if (!wanted.test(step)) {
            return;
        }
        if (outcome != Outcome.PRESENT && !dryRun) {
            change.run();
        }
        steps.add(step);
    }
}
