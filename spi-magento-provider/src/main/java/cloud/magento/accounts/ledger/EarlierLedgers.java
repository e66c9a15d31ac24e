package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.ledger.chain.ChainCheck;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.ledger.chain.Checkpoint;
import cloud.magento.accounts.ledger.chain.EntryHash;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.ledger.chain.PersonalPart;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The ledgers that came to a realm with bundles. They are kept beside the realm's own, as they were: that one's entry
 * {@code bundle-imported} names the head of each. Nothing is added to one but what tells of an erasure.
 */
public final class EarlierLedgers {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;
    private final Checkpoints checkpoints;

    public EarlierLedgers(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.checkpoints = new Checkpoints(session, realm);
    }

    /** A checkpoint as it is carried: a compact JWS, and the public key that signed it as a JWK, where it is known. */
    public record Signed(String token, @Nullable String key) {}

    /** All of them, in the order in which they came. */
    public List<EarlierLedger> all() {
        return entities.createNamedQuery("magentoEarlierLedgers", EarlierLedgerEntity.class)
                .setParameter("realmId", realm.getId())
                .getResultStream()
                .map(EarlierLedger::of)
                .toList();
    }

    public Optional<EarlierLedger> withId(String id) {
        return all().stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** The one that had this end, if it is here. */
    public Optional<EarlierLedger> of(String origin, long size, String head) {
        return all().stream()
                .filter(one -> one.origin().equals(origin)
                        && one.entries() == size
                        && one.head().equals(head))
                .findFirst();
    }

    /** Whether it is how the realm's own ledger begins, as in a bundle that comes back to where it was made. */
    public boolean isOwn(String origin, long size, String head) {
        return origin.equals(realm.getId())
                && (size == 0
                        || Optional.ofNullable(entities.find(LedgerEntryEntity.class, key(realm.getId(), size)))
                                .filter(entry -> entry.hash.equals(head))
                                .isPresent());
    }

    /**
     * Makes room for one and names its head in the realm's own ledger, in the session's transaction.
     *
     * @param asker the session of the request that wants it
     * @param counts what else came with it
     */
    public EarlierLedger begin(String origin, long size, String head, Map<String, Long> counts, KeycloakSession asker) {
        EarlierLedgerEntity row = new EarlierLedgerEntity();
        row.id = UUID.randomUUID().toString();
        row.realmId = realm.getId();
        row.origin = origin;
        row.entries = size;
        row.head = head;
        row.importedAt = Time.currentTimeMillis();
        entities.persist(row);
        LedgerHeadEntity empty = new LedgerHeadEntity();
        empty.realmId = row.id;
        empty.hash = EntryHash.GENESIS;
        entities.persist(empty);
        entities.flush();
        EntryDraft draft = EntryDraft.of(EntryType.BUNDLE_IMPORTED, Actor.in(asker))
                .detail("realm", origin)
                .detail("entries", size)
                .detail("head", head);
        counts.forEach(draft::detail);
        new Ledger(session, realm).append(draft);
        return EarlierLedger.of(row);
    }

    /** How many of its entries are here. */
    public long size(String id) {
        return LedgerHeadEntity.read(entities, id).map(head -> head.entries).orElse(0L);
    }

    /** Adds entries that were verified, those that are here already left out. */
    public void add(String id, List<LedgerRecord> records) {
        LedgerHeadEntity head = entities.find(LedgerHeadEntity.class, id);
        for (LedgerRecord record : records) {
            if (number(record.entry().get("seq")) == head.entries + 1) {
                add(id, record);
                head.entries++;
                head.hash = record.hash();
            }
        }
        entities.flush();
    }

    private void add(String id, LedgerRecord record) {
        Map<String, Object> members = record.entry();
        LedgerEntryEntity entry = new LedgerEntryEntity();
        entry.realmId = id;
        entry.seq = number(members.get("seq"));
        entry.createdAt = Instant.parse(String.valueOf(members.get("time"))).toEpochMilli();
        entry.type = String.valueOf(members.get("type"));
        entry.reason = members.get("reason") instanceof String reason ? reason : null;
        entry.reference = members.get("reference") instanceof String reference ? reference : null;
        entry.entry = CanonicalJson.of(members);
        entry.hash = record.hash();
        entities.persist(entry);
        add(entry, EntryDraft.ACCOUNT, record.account());
        add(entry, EntryDraft.ACTOR, record.actor());
    }

    private void add(LedgerEntryEntity entry, String name, @Nullable PersonalPart part) {
        if (part != null) {
            LedgerPersonEntity person = new LedgerPersonEntity();
            person.realmId = entry.realmId;
            person.seq = entry.seq;
            person.part = name;
            person.personId = part.data().get(name) instanceof String id ? id : null;
            person.salt = part.salt();
            person.data = CanonicalJson.of(part.data());
            entities.persist(person);
        }
    }

    /** Keeps its checkpoints, where none are kept yet. */
    public void addCheckpoints(String id, String origin, List<Signed> tokens) {
        if (checkpoints.keptOf(id, 1).isEmpty()) {
            for (Signed signed : tokens) {
                CheckpointEntity checkpoint = checkpoints.read(signed, origin);
                checkpoint.realmId = id;
                entities.persist(checkpoint);
            }
        }
        entities.flush();
    }

    /**
     * What is expected of a ledger of that realm by checkpoints that this realm's keys, or those kept beside them,
     * signed; one of a key that is gone counts for nothing.
     *
     * @throws IllegalArgumentException for a checkpoint that is not as it was signed
     */
    public List<Checkpoint> expected(String origin, List<Signed> tokens) {
        return tokens.stream()
                .map(signed -> checkpoints.read(signed, origin))
                .filter(checkpoint -> switch (checkpoints.trust(checkpoint)) {
                    case LOG_KEY, PUBLISHED, RETIRED -> true;
                    case UNKNOWN_KEY -> false;
                    case FORGED -> throw new IllegalArgumentException("A checkpoint in it is not as it was signed");
                })
                .map(kept -> new Checkpoint(origin, kept.entries, kept.head, Instant.ofEpochMilli(kept.createdAt)))
                .toList();
    }

    /** The checkpoints of the realm's own ledger, or of an earlier one. */
    public List<Signed> signed(@Nullable EarlierLedger earlier) {
        return checkpoints.keptOf(key(earlier), Integer.MAX_VALUE).stream()
                .map(kept -> new Signed(kept.token, kept.publicKey))
                .toList();
    }

    /** Hands each line of the realm's own ledger, or of an earlier one, to the sink. */
    public void lines(@Nullable EarlierLedger earlier, Consumer<StoredEntry> sink) {
        new LedgerReader(session, key(earlier)).each(0, Long.MAX_VALUE, entry -> {
            sink.accept(entry);
            return true;
        });
    }

    /** Writes one as a file of an export. */
    public void export(EarlierLedger earlier, OutputStream out) throws IOException {
        new LedgerExport(new LedgerReader(session, earlier.id())).write(0, Long.MAX_VALUE, out);
    }

    /** Checks one where it lies, by its checkpoints and by the end that it had in the bundle. */
    public ChainResult verify(EarlierLedger earlier) {
        ChainCheck check = new ChainCheck();
        check.expectRealm(earlier.origin());
        expected(earlier.origin(), signed(earlier)).forEach(check::expect);
        if (earlier.entries() > 0) {
            check.expect(new Checkpoint(earlier.origin(), earlier.entries(), earlier.head(), earlier.importedAt()));
        }
        LedgerHeadEntity.read(entities, earlier.id()).ifPresent(head -> check.expectEnd(head.entries, head.hash));
        new LedgerReader(session, earlier.id()).each(0, Long.MAX_VALUE, entry -> {
            try {
                return check.accept(entry.record());
            } catch (IllegalArgumentException e) {
                check.unreadable(String.valueOf(e.getMessage()));
                return false;
            }
        });
        return check.finish();
    }

    private String key(@Nullable EarlierLedger earlier) {
        return earlier == null ? realm.getId() : earlier.id();
    }

    private static LedgerEntryEntity.Key key(String realmId, long seq) {
        LedgerEntryEntity.Key key = new LedgerEntryEntity.Key();
        key.realmId = realmId;
        key.seq = seq;
        return key;
    }

    private static long number(@Nullable Object member) {
        return member instanceof Number number ? number.longValue() : 0;
    }
}
