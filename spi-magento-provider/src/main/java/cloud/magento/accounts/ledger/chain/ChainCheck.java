package cloud.magento.accounts.ledger.chain;

import static cloud.magento.accounts.ledger.chain.ChainFault.BEGINNING_MISSING;
import static cloud.magento.accounts.ledger.chain.ChainFault.DUPLICATED;
import static cloud.magento.accounts.ledger.chain.ChainFault.INSERTED;
import static cloud.magento.accounts.ledger.chain.ChainFault.MALFORMED;
import static cloud.magento.accounts.ledger.chain.ChainFault.OTHER_REALM;
import static cloud.magento.accounts.ledger.chain.ChainFault.PART_MISSING;
import static cloud.magento.accounts.ledger.chain.ChainFault.UNREADABLE;

import cloud.magento.accounts.ledger.chain.ChainResult.Broken;
import cloud.magento.accounts.ledger.chain.ChainResult.Whole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a ledger, record by record and in memory that grows by a few bits an entry alone: hashes, numbers, links,
 * commitments, erasures, and whatever was kept of it elsewhere. The first thing that is wrong is the result; what
 * follows it is read only as far as it tells what happened.
 *
 * <p>The chain alone shows that its entries belong together. That nothing was cut off its end, and that it was not made
 * anew as a whole, only something kept elsewhere shows: a checkpoint, or the end that is expected. A clock that went
 * backwards is noted and breaks nothing: an operator may set it, and the order of entries is that of their numbers.
 *
 * <p>Expectations come first, then {@link #accept} for every record, then {@link #finish}. Not for several threads.
 */
public final class ChainCheck {
    private final PersonalParts accounts = new PersonalParts(PersonalParts.ACCOUNT);
    private final PersonalParts actors = new PersonalParts(PersonalParts.ACTOR);
    private final LogKeys keys = new LogKeys();
    private final ExpectedHeads kept = new ExpectedHeads(keys);
    private @Nullable String realm;
    private boolean realmWasExpected;
    private long entries;
    private String head = EntryHash.GENESIS;
    private String lastTime = "";
    private long setBack;
    private long firstSetBack;
    private @Nullable PendingFault suspicion;
    private @Nullable Broken broken;

    /**
     * Expects the ledger to be of this realm.
     *
     * @throws IllegalArgumentException if another one is expected already
     */
    public void expectRealm(String id) {
        if (realm != null && !realm.equals(id)) {
            throw new IllegalArgumentException("The checkpoints are of two different realms");
        }
        realm = id;
        realmWasExpected = true;
    }

    /**
     * Expects the ledger to have had this head when it had that many entries.
     *
     * @throws IllegalArgumentException if it is of another realm than is expected already
     */
    public void expect(Checkpoint checkpoint) {
        expectRealm(checkpoint.realm());
        kept.add(checkpoint, null);
    }

    /**
     * The same of a checkpoint of which the entries before it say whose signature it may have.
     *
     * @throws IllegalArgumentException if it is of another realm than is expected already
     */
    public void expect(Checkpoint checkpoint, CheckpointSignature signature) {
        if (signature.isOfRealm()) {
            expectRealm(checkpoint.realm());
        }
        kept.add(checkpoint, signature);
    }

    /**
     * Expects the newest checkpoint to be signed by this log key, which is known from elsewhere, by another that is
     * pinned, or by one that such a key handed over to.
     */
    public void pin(LogPublicKey key) {
        keys.pin(key);
    }

    /** The same of the log key with this id; an entry of the ledger has the key itself. */
    public void pin(String kid) {
        keys.pin(kid);
    }

    /** The signatures of expected checkpoints of which nothing could be said; they count for nothing. */
    public List<CheckpointSignature> unchecked() {
        return kept.unchecked();
    }

    /** Expects the ledger to end with this entry and no other; {@link EntryHash#GENESIS} where there is none. */
    public void expectEnd(long size, String hash) {
        kept.end(size, hash);
    }

    /** Takes the next record. Whether more records can still change the result. */
    public boolean accept(LedgerRecord record) {
        if (broken != null) {
            return false;
        }
        if (suspicion != null) {
            broken = suspicion.next(record);
        } else {
            check(record);
        }
        return broken == null;
    }

    /** Takes the news that the next record cannot be read; {@code why} is a clause for the sentence. */
    public void unreadable(String why) {
        if (broken != null) {
            return;
        }
        long seq = entries + 1;
        broken = suspicion != null
                ? suspicion.end()
                : broken(seq, UNREADABLE, "Where entry " + seq + " should stand is no record: " + why + ".");
    }

    /** What the whole ledger comes to. */
    public ChainResult finish() {
        if (broken == null && suspicion != null) {
            broken = suspicion.end();
        }
        if (broken == null && entries == 0) {
            broken = kept.reached(0, head, realm);
        }
        if (broken == null) {
            broken = kept.finished(entries, head);
        }
        if (broken == null) {
            broken = missingPart();
        }
        if (broken == null) {
            broken = keys.finished(entries);
        }
        return broken != null
                ? broken
                : new Whole(entries, head, (long) accounts.erased() + actors.erased(), kept.met(), notes());
    }

    private void check(LedgerRecord record) {
        if (entries == 0) {
            broken = kept.reached(0, head, realm);
            if (broken != null) {
                return;
            }
        }
        long seq = entries + 1;
        EntryFields fields;
        try {
            String hash = EntryHash.of(CanonicalJson.of(record.entry()));
            if (!hash.equals(record.hash())) {
                suspicion = new PendingFault.Hash(seq, record.hash(), hash);
                return;
            }
            fields = EntryFields.of(record.entry());
            broken = outOfPlace(seq, fields, record.hash());
            if (broken == null && suspicion == null) {
                append(seq, fields, record);
            }
        } catch (IllegalArgumentException malformed) {
            broken = broken(
                    seq, MALFORMED, "Entry " + seq + " is not as the format has it: " + malformed.getMessage() + ".");
        }
    }

    private @Nullable Broken outOfPlace(long seq, EntryFields fields, String hash) {
        if (realm != null && !realm.equals(fields.realm())) {
            return broken(
                    seq,
                    OTHER_REALM,
                    "Where entry " + seq + " should stand, an entry of another realm stands"
                            + (realmWasExpected && entries == 0 ? ": this is the ledger of another realm." : "."));
        }
        if (fields.seq() > seq) {
            suspicion = new PendingFault.Gap(seq, fields.seq());
            return null;
        }
        if (fields.seq() < seq) {
            return again(seq, fields.seq(), hash);
        }
        if (!fields.previous().equals(head)) {
            if (entries == 0) {
                return broken(
                        1, BEGINNING_MISSING, "Entry 1 names an entry before it, so it is not the ledger's first.");
            }
            suspicion = new PendingFault.Link(seq, hash, head);
        }
        return null;
    }

    private Broken again(long place, long seq, String hash) {
        if (seq < 1) {
            return broken(place, MALFORMED, "Where entry " + place + " should stand, one has a number below 1.");
        }
        if (seq == entries && !hash.equals(head)) {
            return new Broken(
                    seq, place, INSERTED, "Two different entries have the number " + seq + ": one was inserted.");
        }
        return new Broken(
                seq, place, DUPLICATED, "Entry " + seq + " stands a second time, after entry " + entries + ".");
    }

    private void append(long seq, EntryFields fields, LedgerRecord record) {
        broken = accounts.accept(seq, fields.account(), record.account());
        if (broken == null) {
            broken = actors.accept(seq, fields.actor(), record.actor());
        }
        if (broken != null) {
            return;
        }
        EntryFields.Erasure erasure = EntryFields.erasure(record.entry());
        if (erasure != null) {
            erase(erasure, seq);
        }
        keys.accept(seq, fields.realm(), record.entry());
        if (fields.time().compareTo(lastTime) < 0 && setBack++ == 0) {
            firstSetBack = seq;
        }
        realm = fields.realm();
        lastTime = fields.time();
        entries = seq;
        head = record.hash();
        broken = kept.reached(entries, head, realm);
    }

    private void erase(EntryFields.Erasure erasure, long by) {
        PersonalParts parts = erasure.part().equals(PersonalParts.ACCOUNT) ? accounts : actors;
        erasure.entries().forEach(seq -> parts.erase(seq, by));
    }

    private @Nullable Broken missingPart() {
        long account = accounts.firstUnexplained();
        long actor = actors.firstUnexplained();
        if (account == 0 && actor == 0) {
            return null;
        }
        boolean ofAccount = actor == 0 || (account != 0 && account <= actor);
        return ofAccount
                ? broken(account, PART_MISSING, accounts.unexplained(account))
                : broken(actor, PART_MISSING, actors.unexplained(actor));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (setBack > 0) {
            notes.add("The time goes backwards " + (setBack == 1 ? "once" : setBack + " times") + ", first at entry "
                    + firstSetBack + ": the server's clock was set, or servers' clocks differ.");
        }
        for (PersonalParts parts : List.of(accounts, actors)) {
            long stillThere = parts.firstKept();
            if (stillThere > 0) {
                notes.add(parts.kept(stillThere));
            }
        }
        if (keys.size() > 0 && !keys.isPinned()) {
            notes.add("The ledger has a log key, and none was expected: whoever has the database can make all of it"
                    + " anew with a key of their own.");
        }
        return notes;
    }

    private static Broken broken(long seq, ChainFault fault, String sentence) {
        return new Broken(seq, seq, fault, sentence);
    }
}
