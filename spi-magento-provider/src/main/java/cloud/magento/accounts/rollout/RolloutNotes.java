package cloud.magento.accounts.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps what is to be put on record of a transaction until it was committed. */
final class RolloutNotes implements RolloutLog {
    private final List<Consumer<RolloutLog>> notes = new ArrayList<>();

    @Override
    public void settings(String alias, Object representation) {
        notes.add(log -> log.settings(alias, representation));
    }

    @Override
    public void group(String groupId, Object representation) {
        notes.add(log -> log.group(groupId, representation));
    }

    @Override
    public void cohort(String groupId, @Nullable RolloutChange change) {
        notes.add(log -> log.cohort(groupId, change));
    }

    @Override
    public void exemption(RolloutChange change) {
        notes.add(log -> log.exemption(change));
    }

    /** Tells all of it. */
    void tell(RolloutLog log) {
        notes.forEach(note -> note.accept(log));
    }
}
