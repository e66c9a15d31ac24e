package cloud.magento.accounts.ledger.chain;

import java.util.Map;

/**
 * A person's data that an entry commits to, with the salt of the commitment. It is exported beside the entry, and
 * absent once the person was erased.
 *
 * @param data what is known of the person in this entry; never changed after
 * @param salt as made by {@link Commitment#freshSalt}
 */
public record PersonalPart(Map<String, Object> data, String salt) {
    public PersonalPart {
        data = Frozen.object(data);
    }

    /** What the entry holds in its place. */
    public String commitment() {
        return Commitment.of(data, salt);
    }
}
