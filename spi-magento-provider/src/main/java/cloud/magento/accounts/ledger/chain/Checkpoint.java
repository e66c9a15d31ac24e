package cloud.magento.accounts.ledger.chain;

import java.time.Instant;

/**
 * What somebody kept of a ledger at a moment: that it then had so many entries and this head. Its signature, if it has
 * one, was checked by whoever made this.
 *
 * @param realm the id of the realm whose ledger it is
 * @param size how many entries there were
 * @param head the hash of the last of them, {@link EntryHash#GENESIS} for none
 * @param time when it was signed
 */
public record Checkpoint(String realm, long size, String head, Instant time) {
    public Checkpoint {
        if (size < 0) {
            throw new IllegalArgumentException("A checkpoint cannot cover fewer than no entries");
        }
        if (!Sha256.isHex(head)) {
            throw new IllegalArgumentException("The head of a checkpoint is not 64 lower-case hexadecimal digits");
        }
        if (size == 0 && !head.equals(EntryHash.GENESIS)) {
            throw new IllegalArgumentException("A checkpoint of an empty ledger has a head of 64 zeros");
        }
    }
}
