package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.rollout.RolloutChange;
import java.util.List;

/** What becomes of the parts of a roll-out, as a table. */
final class Changes {
    private Changes() {}

    /** @param kind of which kind of parts */
    static Table table(List<RolloutChange> all, String kind) {
        Table table = new Table("changes", "what", "from", "to");
        all.stream()
                .filter(change -> change.isChange() && change.kind().equals(kind))
                .forEach(change -> table.row(
                        change.name(), Cell.text(change.name()), Cell.code(change.from()), Cell.code(change.to())));
        return table;
    }
}
