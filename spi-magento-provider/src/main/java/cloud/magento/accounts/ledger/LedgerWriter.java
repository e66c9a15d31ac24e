package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.ledger.chain.Commitment;
import cloud.magento.accounts.ledger.chain.EntryHash;
import cloud.magento.accounts.transaction.ManyRows;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Puts entries at the end of a realm's chain. The row of the chain's head is locked until the transaction ends, so that
 * however many nodes append there is one order, and entry n is committed before n + 1 is written.
 */
final class LedgerWriter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** So many entries are written one by one; more of them, many by one statement. */
    private static final int FEW = 8;

    private final KeycloakSession session;
    private final EntityManager entities;
    private final String realmId;
    private final String named;
    private @Nullable LedgerHeadEntity head;

    LedgerWriter(KeycloakSession session, String realmId) {
        this.session = session;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realmId;
        this.named = realmId;
    }

    /** To an earlier ledger, whose entries name the realm that they are of. */
    LedgerWriter(KeycloakSession session, EarlierLedger earlier) {
        this.session = session;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = earlier.id();
        this.named = earlier.origin();
    }

    /** Appends what the suppliers, asked one after the other under the lock, give. */
    void write(List<Supplier<Optional<EntryDraft>>> wanted) {
        LedgerHeadEntity locked = lock();
        long now = Time.currentTimeMillis();
        List<Appended> appended = wanted.stream()
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .map(draft -> next(locked, draft, now))
                .toList();
        if (appended.size() > FEW) {
            store(appended);
        } else {
            appended.forEach(this::persist);
        }
        entities.flush();
    }

    /**
     * Locks the chain until the transaction ends. What the transaction has to write is written before, so that nobody
     * who holds the lock has to wait for a row of somebody who waits for the lock.
     */
    LedgerHeadEntity lock() {
        LedgerHeadEntity found = head;
        if (found == null) {
            entities.flush();
            if (!hasBegun()) {
                begin();
            }
            found = entities.find(LedgerHeadEntity.class, realmId, LockModeType.PESSIMISTIC_WRITE);
            head = found;
        }
        return found;
    }

    /**
     * Asked without a lock: MariaDB would lock also where there is no row, and keep out the transaction that is to make
     * it. Asked for no entity, which would stay as it was read now when it is locked later.
     */
    private boolean hasBegun() {
        return !entities.createQuery(
                        "select h.realmId from LedgerHeadEntity h where h.realmId = :realmId", String.class)
                .setParameter("realmId", realmId)
                .getResultList()
                .isEmpty();
    }

    /**
     * The head of an empty chain, in a transaction of its own, so that of two who begin it one goes on with the
     * other's.
     */
    private void begin() {
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> {
                EntityManager ownEntities =
                        own.getProvider(JpaConnectionProvider.class).getEntityManager();
                if (ownEntities.find(LedgerHeadEntity.class, realmId) == null) {
                    LedgerHeadEntity empty = new LedgerHeadEntity();
                    empty.realmId = realmId;
                    empty.hash = EntryHash.GENESIS;
                    ownEntities.persist(empty);
                    ownEntities.flush();
                }
            });
        } catch (PersistenceException | ModelException e) {
            if (entities.find(LedgerHeadEntity.class, realmId, LockModeType.PESSIMISTIC_WRITE) == null) {
                throw e;
            }
        }
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    void append(LedgerHeadEntity locked, EntryDraft draft, long now) {
        persist(next(locked, draft, now));
    }

    /** An entry with its place in the chain, and what it tells of persons. */
    private record Appended(LedgerEntryEntity entry, List<LedgerPersonEntity> persons) {}

    private Appended next(LedgerHeadEntity locked, EntryDraft draft, long now) {
        long seq = locked.entries + 1;
        Map<String, Object> members = draft.members();
        members.put("v", 1);
        members.put("realm", named);
        members.put("seq", seq);
        members.put("time", time(now));
        members.put("previous", locked.hash);
        List<LedgerPersonEntity> persons = new ArrayList<>();
        part(members, seq, EntryDraft.ACCOUNT, draft.account()).ifPresent(persons::add);
        part(members, seq, EntryDraft.ACTOR, draft.actor()).ifPresent(persons::add);
        LedgerEntryEntity entry = new LedgerEntryEntity();
        entry.realmId = realmId;
        entry.seq = seq;
        entry.createdAt = now;
        entry.type = String.valueOf(members.get("type"));
        entry.reason = members.get("reason") instanceof String reason ? reason : null;
        entry.reference = members.get("reference") instanceof String reference ? reference : null;
        entry.entry = CanonicalJson.of(members);
        entry.hash = EntryHash.of(entry.entry);
        locked.entries = seq;
        locked.hash = entry.hash;
        return new Appended(entry, persons);
    }

    private Optional<LedgerPersonEntity> part(
            Map<String, Object> members, long seq, String name, Map<String, Object> data) {
        if (data.isEmpty()) {
            return Optional.empty();
        }
        LedgerPersonEntity person = new LedgerPersonEntity();
        person.realmId = realmId;
        person.seq = seq;
        person.part = name;
        person.personId = data.get(name) instanceof String id ? id : null;
        person.salt = Commitment.freshSalt();
        person.data = CanonicalJson.of(data);
        members.put(name, Commitment.of(data, person.salt));
        return Optional.of(person);
    }

    private void persist(Appended appended) {
        entities.persist(appended.entry());
        appended.persons().forEach(entities::persist);
    }

    private void store(List<Appended> all) {
        ManyRows entryRows = new ManyRows(
                entities,
                "MAGENTO_LEDGER",
                "REALM_ID",
                "SEQ",
                "CREATED_AT",
                "TYPE",
                "REASON",
                "REFERENCE",
                "HASH",
                "ENTRY");
        ManyRows personRows =
                new ManyRows(entities, "MAGENTO_LEDGER_PERSON", "REALM_ID", "SEQ", "PART", "PERSON_ID", "SALT", "DATA");
        for (Appended one : all) {
            LedgerEntryEntity entry = one.entry();
            entryRows.add(
                    entry.realmId,
                    entry.seq,
                    entry.createdAt,
                    entry.type,
                    entry.reason,
                    entry.reference,
                    entry.hash,
                    entry.entry);
            for (LedgerPersonEntity person : one.persons()) {
                personRows.add(person.realmId, person.seq, person.part, person.personId, person.salt, person.data);
            }
        }
        entryRows.write();
        personRows.write();
    }
}
