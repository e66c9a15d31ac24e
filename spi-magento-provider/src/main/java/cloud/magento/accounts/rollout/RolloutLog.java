package cloud.magento.accounts.rollout;

import org.jspecify.annotations.Nullable;

/** What stays on record of each change besides the ledger's entry: an admin event as the single call would write it. */
public interface RolloutLog {
    /** Of what is not to stay. */
    RolloutLog NONE = new RolloutLog() {
        @Override
        public void settings(String alias, Object representation) {}

        @Override
        public void group(String groupId, Object representation) {}

        @Override
        public void cohort(String groupId, @Nullable RolloutChange change) {}

        @Override
        public void exemption(RolloutChange change) {}
    };

    /** The provider's settings were changed. */
    void settings(String alias, Object representation);

    /** A group was given its deadline, or lost it. */
    void group(String groupId, Object representation);

    /** The deadline of a cohort was approved, or its approval ended, where there is no more change to tell. */
    void cohort(String groupId, @Nullable RolloutChange change);

    /** Members of a group were exempted, or lost that. */
    void exemption(RolloutChange change);
}
