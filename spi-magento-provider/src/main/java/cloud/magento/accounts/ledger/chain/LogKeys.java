package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.ChainFault.CHECKPOINT_FORGED;
import static cloud.magento.accounts.ledger.chain.ChainFault.FOREIGN_KEY;
import static cloud.magento.accounts.ledger.chain.ChainFault.REALM_KEY;
import static cloud.magento.accounts.ledger.chain.ChainFault.SUPERSEDED_KEY;
import static cloud.magento.accounts.ledger.chain.ChainFault.UNVOUCHED;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which log key signs the checkpoints of which part of a ledger, as its entries say, and which of them whoever verifies
 * knows from elsewhere: these are <em>pinned</em>. An entry proves nothing by itself, since whoever made the ledger
 * anew wrote it too. So what counts in the end is that a pinned key, or one that a pinned key handed over to, signed
 * the newest checkpoint; the keys of older ones are then vouched for with the rest of the history.
 */
final class LogKeys {
    /** What a signature is worth. */
    enum Verdict {
        /** It is of a key that may sign here. */
        VALID,
        /** Nothing can be said: nobody knows the key, and the ledger has no log key yet. */
        UNCHECKED
    }

    /** A key, from which entry on it signs, and whether that rests on a pinned key. */
    private record Period(LogPublicKey key, long since, boolean trusted) {}

    private final Set<String> pinned = new HashSet<>();
    private final Map<String, LogPublicKey> given = new HashMap<>();
    private final Map<String, Period> named = new HashMap<>();
    private @Nullable Period current;
    private long vouched = -1;
    private long unvouched = -1;
    private @Nullable Period stranger;
    private ChainResult.@Nullable Broken broken;

    void pin(String kid) {
        pinned.add(kid);
    }

    void pin(LogPublicKey key) {
        pinned.add(key.kid());
        given.put(key.kid(), key);
    }

    boolean isPinned() {
        return !pinned.isEmpty();
    }

    /** How many log keys the entries have named. */
    int size() {
        return named.size();
    }

    /**
     * Takes an entry that may name a log key.
     *
     * @throws IllegalArgumentException if it does so against the format; the message is a clause
     */
    void accept(long seq, String realm, Map<String, Object> entry) {
        LogKeyChange change = LogKeyChange.of(entry).orElse(null);
        if (change == null) {
            return;
        }
        Period before = current;
        LogPublicKey previous = change.previous();
        if (before == null ? previous != null : !before.key().equals(previous)) {
            throw new IllegalArgumentException("it does not name the log key before it");
        }
        String kid = change.key().kid();
        if (named.containsKey(kid)) {
            throw new IllegalArgumentException("its log key is one that the ledger had before");
        }
        boolean trusted = pinned.contains(kid) || (before != null && before.trusted() && change.isVouchedFor(realm));
        current = new Period(change.key(), seq, trusted);
        named.put(kid, current);
    }

    /** Judges who signed the checkpoint of so many entries, those before it having been taken. Null: not as it may. */
    @Nullable
    Verdict judge(Checkpoint checkpoint, CheckpointSignature signature) {
        Period period = named.get(signature.kid());
        if (period != null) {
            return ofNamed(checkpoint, signature, period);
        }
        LogPublicKey key = given.get(signature.kid());
        if (key != null) {
            return signature.isOf(key) ? vouchedFor(checkpoint) : forged(checkpoint);
        }
        Period now = current;
        if (now == null) {
            return signature.isOfRealm() ? Verdict.VALID : Verdict.UNCHECKED;
        }
        return signature.isOfRealm()
                ? fault(
                        checkpoint,
                        REALM_KEY,
                        "is signed by a key of the realm, which lies in the database. Since entry " + now.since()
                                + " the ledger has a log key, and only that signs: somebody who has the database"
                                + " signed it.")
                : fault(
                        checkpoint,
                        FOREIGN_KEY,
                        "is signed by the key " + signature.kid() + ", which no entry names: since entry " + now.since()
                                + " the ledger's log key is another.");
    }

    private @Nullable Verdict ofNamed(Checkpoint checkpoint, CheckpointSignature signature, Period period) {
        if (!signature.isOf(period.key())) {
            return forged(checkpoint);
        }
        if (!period.equals(current)) {
            return fault(
                    checkpoint,
                    SUPERSEDED_KEY,
                    "is signed by the log key " + signature.kid() + ", which had been replaced by then.");
        }
        if (period.trusted()) {
            return vouchedFor(checkpoint);
        }
        unvouched = checkpoint.size();
        stranger = period;
        return Verdict.VALID;
    }

    private Verdict vouchedFor(Checkpoint checkpoint) {
        vouched = checkpoint.size();
        return Verdict.VALID;
    }

    private @Nullable Verdict forged(Checkpoint checkpoint) {
        return fault(checkpoint, CHECKPOINT_FORGED, "names a log key that did not sign it.");
    }

    private @Nullable Verdict fault(Checkpoint checkpoint, ChainFault fault, String what) {
        broken = new ChainResult.Broken(
                Math.max(1, checkpoint.size()),
                checkpoint.size(),
                fault,
                "The checkpoint of " + checkpoint.time() + " over " + checkpoint.size() + " entries " + what);
        return null;
    }

    /** What is wrong with the signature that was judged last, where that was null. */
    ChainResult.@Nullable Broken broken() {
        return broken;
    }

    /** What the pinned keys say of the whole ledger; null where they vouch for it, or none is pinned. */
    ChainResult.@Nullable Broken finished(long entries) {
        if (pinned.isEmpty()) {
            return null;
        }
        if (vouched < 0) {
            return new ChainResult.Broken(
                    Math.min(1, entries),
                    entries,
                    UNVOUCHED,
                    "No checkpoint is signed by the log key that was expected, nor by one that it handed over to:"
                            + " the ledger may have been made anew as a whole.");
        }
        Period untrusted = stranger;
        if (untrusted != null && unvouched > vouched) {
            return new ChainResult.Broken(
                    untrusted.since(),
                    entries,
                    FOREIGN_KEY,
                    "Entry " + untrusted.since() + " makes " + untrusted.key().kid()
                            + " the log key, and no key that was expected vouches for it. The newest checkpoint is"
                            + " signed by that key. Unless the operator told you of it by another way, somebody who"
                            + " has the database made it.");
        }
        return null;
    }
}
