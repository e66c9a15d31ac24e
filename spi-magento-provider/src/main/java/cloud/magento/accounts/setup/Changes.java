package cloud.magento.accounts.setup;

import cloud.magento.accounts.setup.SetupStep.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Makes what is missing, unless this is a dry run, and remembers what it found. */
final class Changes {
    private final boolean dryRun;
    private final List<SetupStep> steps = new ArrayList<>();

    Changes(boolean dryRun) {
        this.dryRun = dryRun;
    }

    void ensure(String kind, String name, boolean present, Runnable change) {
        if (!present && !dryRun) {
            change.run();
        }
        steps.add(new SetupStep(kind, name, present ? Outcome.PRESENT : Outcome.CHANGED));
    }

    /** Leaves to the operator what is his own. */
    void keep(String kind, String name) {
        steps.add(new SetupStep(kind, name, Outcome.KEPT));
    }

    List<SetupStep> steps() {
        return List.copyOf(steps);
    }
}
