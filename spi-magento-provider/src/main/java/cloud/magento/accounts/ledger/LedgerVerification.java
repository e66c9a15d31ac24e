package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.ChainCheck;
import cloud.magento.accounts.ledger.chain.ChainFault;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.ledger.chain.Checkpoint;
import cloud.magento.accounts.ledger.chain.CheckpointSignature;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Checks a realm's ledger where it lies: the chain, the kept checkpoints, the columns beside the entries, the head,
 * that every link has its entry, and that the links by which Keycloak signs people in are the registry's. It reads the
 * whole ledger, in memory that does not grow.
 */
public final class LedgerVerification {
    private static final int CHECKPOINTS = 1000;

    /**
     * An erasure or append during the read can look like tampering, so a finding counts only if a second read
     * confirms it.
     */
    private static final int LOOKS = 3;

    /** Links by which Keycloak signs people in and which the registry does not have so. */
    private static final String AT_KEYCLOAK_ONLY = """
            select count(*) from {h-schema}FEDERATED_IDENTITY f
              join {h-schema}IDENTITY_PROVIDER i on i.REALM_ID = f.REALM_ID and i.PROVIDER_ALIAS = f.IDENTITY_PROVIDER
            where f.REALM_ID = :realmId and i.PROVIDER_ID = 'magento' and not exists (
              select 1 from {h-schema}MAGENTO_LINK l where l.REALM_ID = f.REALM_ID and l.USER_ID = f.USER_ID
                and l.ALIAS = f.IDENTITY_PROVIDER and l.SUBJECT = f.FEDERATED_USER_ID)
            """;

    /** The other way round, but for accounts of a user federation, whose links Keycloak has elsewhere. */
    private static final String IN_REGISTRY_ONLY = """
            select count(*) from {h-schema}MAGENTO_LINK l where l.REALM_ID = :realmId and l.USER_ID not like 'f:%'
              and not exists (select 1 from {h-schema}FEDERATED_IDENTITY f where f.REALM_ID = l.REALM_ID
                and f.USER_ID = l.USER_ID and f.IDENTITY_PROVIDER = l.ALIAS and f.FEDERATED_USER_ID = l.SUBJECT)
            """;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;
    private @Nullable ChainResult beside;

    public LedgerVerification(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * What the check came to.
     *
     * @param chain of the ledger itself
     * @param linksWithoutEntry how many links no entry tells of; 0 where all is well
     * @param linksOutOfStep how many links Keycloak and the registry do not have alike; 0 where all is well
     * @param forgedCheckpoints how many of the kept checkpoints are not as the realm signed them; 0 where all is well
     * @param retiredKeyCheckpoints how many were signed by a key that the realm does not publish any more
     * @param unknownKeyCheckpoints how many were signed by a key that is gone and was not kept: they count for nothing
     */
    public record Findings(
            ChainResult chain,
            long linksWithoutEntry,
            long linksOutOfStep,
            int forgedCheckpoints,
            int retiredKeyCheckpoints,
            int unknownKeyCheckpoints) {
        public boolean isWhole() {
            return linksWithoutEntry == 0
                    && linksOutOfStep == 0
                    && forgedCheckpoints == 0
                    && chain instanceof ChainResult.Whole;
        }
    }

    public Findings verify() {
        LedgerReader reader = new LedgerReader(session, realm);
        String before = reader.head();
        Findings findings = look();
        for (int looks = 1; looks < LOOKS && !findings.isWhole() && !before.equals(reader.head()); looks++) {
            before = reader.head();
            beside = null;
            findings = look();
        }
        return findings;
    }

    private Findings look() {
        LedgerHeadEntity head = LedgerHeadEntity.read(entities, realm.getId()).orElse(null);
        ChainCheck check = new ChainCheck();
        check.expectRealm(realm.getId());
        Checkpoints checkpoints = new Checkpoints(session, realm);
        Map<CheckpointTrust, Integer> counts = new EnumMap<>(CheckpointTrust.class);
        Set<CheckpointSignature> byLogKey = new HashSet<>();
        for (CheckpointEntity kept : checkpoints.kept(CHECKPOINTS)) {
            CheckpointTrust trust = checkpoints.trust(kept);
            counts.merge(trust, 1, Integer::sum);
            if (trust != CheckpointTrust.FORGED) {
                KeptSignature signature = checkpoints.signature(kept, trust);
                check.expect(
                        new Checkpoint(realm.getId(), kept.entries, kept.head, Instant.ofEpochMilli(kept.createdAt)),
                        signature);
                if (trust == CheckpointTrust.LOG_KEY) {
                    byLogKey.add(signature);
                }
            }
        }
        new LedgerLogKeys(session, realm).expected().ifPresent(check::pin);
        if (head != null) {
            check.expectEnd(head.entries, head.hash);
        }
        long upTo = head == null ? 0 : head.entries;
        new LedgerReader(session, realm).each(0, Long.MAX_VALUE, entry -> entry.seq() <= upTo && accept(check, entry));
        ChainResult chain = check.finish();
        // A log key signs nothing before an entry names it.
        int unnamed =
                (int) check.unchecked().stream().filter(byLogKey::contains).count();
        if (chain instanceof ChainResult.Whole && beside == null) {
            beside = pastTheEnd();
        }
        return new Findings(
                chain instanceof ChainResult.Whole && beside != null ? beside : chain,
                linksWithoutEntry(),
                count(AT_KEYCLOAK_ONLY) + count(IN_REGISTRY_ONLY),
                counts.getOrDefault(CheckpointTrust.FORGED, 0) + unnamed,
                counts.getOrDefault(CheckpointTrust.RETIRED, 0),
                counts.getOrDefault(CheckpointTrust.UNKNOWN_KEY, 0));
    }

    /** An entry that the head knows nothing of. The entries are asked first, since others may append meanwhile. */
    private @Nullable ChainResult pastTheEnd() {
        Long last = entities.createQuery(
                        "select max(e.seq) from LedgerEntryEntity e where e.realmId = :realmId", Long.class)
                .setParameter("realmId", realm.getId())
                .getSingleResult();
        long end = new LedgerReader(session, realm).size();
        return last == null || last <= end
                ? null
                : new ChainResult.Broken(
                        end + 1,
                        end + 1,
                        ChainFault.EXTENDED,
                        "There are entries after entry " + end + ", the last that was written: somebody added them.");
    }

    private boolean accept(ChainCheck check, StoredEntry entry) {
        LedgerRecord record;
        try {
            record = entry.record();
        } catch (IllegalArgumentException e) {
            check.unreadable(String.valueOf(e.getMessage()));
            return false;
        }
        if (beside == null && !agrees(entry, record.entry())) {
            beside = new ChainResult.Broken(
                    entry.seq(),
                    entry.seq(),
                    ChainFault.ENTRY_CHANGED,
                    "Entry " + entry.seq() + " is whole, but the columns beside it were changed:"
                            + " a search for its time, type, reason or reference misses it.");
        }
        return check.accept(record);
    }

    private static boolean agrees(StoredEntry stored, Map<String, Object> entry) {
        return stored.type().equals(entry.get("type"))
                && Objects.equals(stored.reason(), entry.get("reason"))
                && (stored.reference() == null || stored.reference().equals(entry.get("reference")))
                && LedgerWriter.time(stored.createdAt()).equals(entry.get("time"));
    }

    private long linksWithoutEntry() {
        return number(UnrecordedLinks.query(entities, "count(*)", ""));
    }

    private long count(String sql) {
        return number(entities.createNativeQuery(sql));
    }

    private long number(Query query) {
        return ((Number) query.setParameter("realmId", realm.getId()).getSingleResult()).longValue();
    }
}
