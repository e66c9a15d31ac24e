package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.EntryHash;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reads a realm's ledger in the order of its entries. */
public final class LedgerReader {
    private static final int BATCH = 1000;

    private final EntityManager entities;
    private final String realmId;

    public LedgerReader(KeycloakSession session, RealmModel realm) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
    }

    /** Of the ledger that lies under this id: a realm's own, or an earlier one. */
    LedgerReader(KeycloakSession session, String id) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = id;
    }

    /** How many entries there are. */
    public long size() {
        return LedgerHeadEntity.read(entities, realmId)
                .map(head -> head.entries)
                .orElse(0L);
    }

    /** The hash of the last entry, {@link EntryHash#GENESIS} where there is none. */
    public String head() {
        return LedgerHeadEntity.read(entities, realmId).map(head -> head.hash).orElse(EntryHash.GENESIS);
    }

    /**
     * The next entries after the one that the filter names, or the newest before it where it wants them newest first.
     */
    public List<StoredEntry> page(LedgerFilter filter, int max) {
        Map<String, Object> parameters = new HashMap<>();
        List<String> conditions = filter.conditions(parameters);
        parameters.put("realmId", realmId);
        TypedQuery<LedgerEntryEntity> query = entities.createQuery(
                "select e from LedgerEntryEntity e where e.realmId = :realmId"
                        + conditions.stream()
                                .map(condition -> " and " + condition)
                                .collect(Collectors.joining())
                        + (filter.newestFirst()
                                ? " order by e.realmId desc, e.seq desc"
                                : " order by e.realmId, e.seq"),
                LedgerEntryEntity.class);
        parameters.forEach(query::setParameter);
        return withParts(query.setMaxResults(max).getResultList());
    }

    /** The entries of refusals that had one of these references, the newest first. */
    List<StoredEntry> withReferences(Collection<String> references) {
        return withParts(entities.createNamedQuery("magentoLedgerWithReferences", LedgerEntryEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("references", references)
                .setMaxResults(BATCH)
                .getResultList());
    }

    /**
     * Hands every entry after this sequence to the sink, in memory that does not grow, until the sink wants no more. It
     * ends where there is nothing after what was read: a part that was erased just before it was read is so explained
     * by an entry that is read too.
     *
     * @param max how many at most
     */
    public void each(long after, long max, Predicate<StoredEntry> sink) {
        long last = after;
        long left = max;
        while (left > 0) {
            List<StoredEntry> batch = next(last, (int) Math.min(BATCH, left));
            for (StoredEntry entry : batch) {
                if (!sink.test(entry)) {
                    return;
                }
                last = entry.seq();
            }
            left = batch.isEmpty() ? 0 : left - batch.size();
        }
    }

    private List<StoredEntry> next(long after, int max) {
        return withParts(entities.createNamedQuery("magentoLedgerNext", LedgerEntryEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("after", after)
                .setMaxResults(max)
                .getResultList());
    }

    private List<StoredEntry> withParts(List<LedgerEntryEntity> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        Map<Long, List<LedgerPersonEntity>> parts = parts(found);
        List<StoredEntry> entries = new ArrayList<>(found.size());
        found.forEach(entry -> entries.add(StoredEntry.of(entry, parts.getOrDefault(entry.seq, List.of()))));
        found.forEach(entities::detach);
        parts.values().forEach(ofEntry -> ofEntry.forEach(entities::detach));
        return entries;
    }

    /** Of a page without gaps in one range; of a page with gaps by number, so that nothing in between is read. */
    private Map<Long, List<LedgerPersonEntity>> parts(List<LedgerEntryEntity> found) {
        List<Long> seqs = found.stream().map(entry -> entry.seq).sorted().toList();
        long first = seqs.get(0);
        long last = seqs.get(seqs.size() - 1);
        TypedQuery<LedgerPersonEntity> query = last - first + 1 == seqs.size()
                ? entities.createNamedQuery("magentoLedgerPersonBetween", LedgerPersonEntity.class)
                        .setParameter("first", first)
                        .setParameter("last", last)
                : entities.createNamedQuery("magentoLedgerPersonOf", LedgerPersonEntity.class)
                        .setParameter("seqs", seqs);
        return query.setParameter("realmId", realmId)
                .getResultStream()
                .collect(Collectors.groupingBy(part -> part.seq));
    }
}
