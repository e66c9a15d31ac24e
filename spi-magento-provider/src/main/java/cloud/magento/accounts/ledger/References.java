package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.refusal.Reference;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Finds what a reference leads to, in this realm alone, by index: the ledger's entry, or where nobody was known what
 * was kept beside it. It does not need Keycloak's events, which a realm may not keep.
 */
public final class References {
    private final EntityManager entities;
    private final LedgerReader ledger;
    private final String realmId;

    public References(KeycloakSession session, RealmModel realm) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.ledger = new LedgerReader(session, realm);
        this.realmId = realm.getId();
    }

    /**
     * What the reference leads to that somebody typed, heard or pasted. Where it leads nowhere as it is, letters and
     * digits count for those that look like them, as long as that leaves one.
     */
    public Optional<FoundReference> find(String typed) {
        String reference = Reference.normalized(typed);
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        List<FoundReference> exact = all(Set.of(reference));
        List<FoundReference> found = exact.isEmpty() ? all(Reference.lookAlikes(reference)) : exact;
        return found.stream().map(FoundReference::reference).distinct().count() == 1
                ? Optional.of(found.get(0))
                : Optional.empty();
    }

    /** The last refusals of the account, the newest first; of one that no page showed the reference is empty. */
    public List<FoundReference> ofAccount(String userId, int most) {
        return Stream.of(EntryType.REFUSED, EntryType.CONFLICT)
                .flatMap(type -> ledger.page(new LedgerFilter(userId, type, null, null, null, true), most).stream())
                .map(References::of)
                .filter(found -> userId.equals(found.userId()))
                .sorted(Comparator.comparing(FoundReference::at).reversed())
                .limit(most)
                .toList();
    }

    private List<FoundReference> all(Collection<String> references) {
        List<FoundReference> found = new ArrayList<>();
        ledger.withReferences(references).forEach(entry -> found.add(of(entry)));
        entities.createNamedQuery("magentoReferences", ReferenceEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("references", references)
                .getResultList()
                .forEach(row -> found.add(of(row)));
        return found;
    }

    private static FoundReference of(ReferenceEntity row) {
        return new FoundReference(
                row.reference,
                row.reason,
                Instant.ofEpochMilli(row.createdAt),
                row.event,
                row.fault,
                row.client,
                null,
                null,
                null);
    }

    /** A damaged entry is found too, and says what its columns do. */
    private static FoundReference of(StoredEntry stored) {
        Map<String, Object> entry = Map.of();
        Map<String, Object> account = Map.of();
        try {
            LedgerRecord record = stored.record();
            entry = record.entry();
            account = record.account() == null ? Map.of() : record.account().data();
        } catch (IllegalArgumentException e) {
            // The auditor's page shows it as such.
        }
        Map<?, ?> details = entry.get("details") instanceof Map<?, ?> members ? members : Map.of();
        String issuer = text(account, "issuer");
        String subject = text(account, "subject");
        String event = text(details, "event");
        return new FoundReference(
                stored.reference() == null ? "" : stored.reference(),
                stored.reason() == null ? "" : stored.reason(),
                Instant.ofEpochMilli(stored.createdAt()),
                event == null ? "" : event,
                text(details, "fault"),
                text(entry, "client"),
                text(account, "account"),
                issuer == null || subject == null ? null : new UpstreamIdentity(issuer, subject),
                stored);
    }

    private static @Nullable String text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }
}
