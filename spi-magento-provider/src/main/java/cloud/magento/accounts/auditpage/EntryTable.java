package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.auditpage.CurrentLinks.Connected;
import cloud.magento.accounts.ledger.EntryType;
import cloud.magento.accounts.ledger.StoredEntry;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.ledger.chain.PersonalPart;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.web.ReadableTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Entries of the record, as the page shows them. What a program of another version wrote is shown by its code, and what
 * cannot be read as that: a damaged record must not hide itself.
 */
final class EntryTable {
    /** Causes that are not a {@link ReasonCode}. */
    static final Set<String> CAUSES = Set.of("account-deleted");

    /** What is told of an account apart from what has a column. */
    private static final List<String> FURTHER = List.of("issuer", "previousIssuer", "authTime", "acr", "amr");

    private static final Set<String> PROOFS =
            Arrays.stream(LinkProof.values()).map(LinkProof::id).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> ACTING = Set.of("person", "administrator", "system");

    private final AuditUrls urls;
    private final CurrentNames names;
    private final CurrentLinks links;
    private final PolicyChanges policies;
    private final Locale locale;

    EntryTable(KeycloakSession session, CurrentNames names) {
        this.urls = new AuditUrls(session);
        this.names = names;
        this.links = new CurrentLinks(session);
        this.locale = AuditPage.locale(session);
        this.policies = new PolicyChanges(session, locale);
    }

    List<Map<String, Object>> rows(List<StoredEntry> entries) {
        return entries.stream().map(this::row).toList();
    }

    private Map<String, Object> row(StoredEntry stored) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("seq", Long.toString(stored.seq()));
        row.put("time", ReadableTime.momentOf(Instant.ofEpochMilli(stored.createdAt()), locale));
        row.put("type", stored.type());
        if (EntryType.ofId(stored.type()).isPresent()) {
            row.put("typeText", "magento.audit.type." + stored.type());
        }
        try {
            tell(row, stored);
        } catch (IllegalArgumentException e) {
            row.put("damaged", true);
        }
        return row;
    }

    private void tell(Map<String, Object> row, StoredEntry stored) {
        LedgerRecord record = stored.record();
        Map<String, Object> entry = record.entry();
        account(row, entry, record.account());
        coded(row, "proof", entry.get("proof"), PROOFS, "magento.audit.proof.");
        reason(row, entry.get("reason"));
        put(row, "reference", entry.get("reference"));
        if (row.get("reference") instanceof String reference) {
            row.put("referenceUrl", urls.entries(Map.of("reference", reference)));
        }
        coded(row, "by", entry.get("by"), ACTING, "magento.audit.by.");
        put(row, "client", entry.get("client"));
        actor(row, record.actor());
        Map<String, String> further = new LinkedHashMap<>();
        Optional<List<Map<String, Object>>> changes = stored.type().equals(EntryType.POLICY_CHANGED.id())
                ? policies.of(stored.seq(), entry)
                : Optional.empty();
        changes.ifPresentOrElse(found -> row.put("changes", found), () -> collect(further, "", entry.get("details")));
        if (stored.type().equals(EntryType.CONFLICT.id()) && record.account() != null) {
            contested(row, record.account().data());
        }
        if (record.account() != null) {
            Map<String, Object> data = record.account().data();
            FURTHER.forEach(name -> collect(further, name, data.get(name)));
            if (data.get("authTime") instanceof Number seconds) {
                further.put("authTime", ReadableTime.momentOf(Instant.ofEpochSecond(seconds.longValue()), locale));
            }
        }
        row.put("further", further);
    }

    /** Whom the identity that somebody came with belongs to, and whom the account that they wanted is connected to. */
    private void contested(Map<String, Object> row, Map<String, Object> data) {
        Object accountId = row.get("accountId");
        if (data.get("issuer") instanceof String issuer && data.get("subject") instanceof String subject) {
            String owner = links.ownerOf(new UpstreamIdentity(issuer, subject)).orElse("");
            row.put("isOwned", !owner.isEmpty());
            if (!owner.isEmpty()) {
                row.put("owner", names.ofAccount(owner).orElse(owner));
                row.put("ownerUrl", urls.history(owner));
                links.of(owner).map(Connected::name).ifPresent(name -> row.putIfAbsent("upstreamName", name));
            }
        }
        if (accountId instanceof String id) {
            links.of(id)
                    .filter(held -> !held.subject().equals(data.get("subject")))
                    .ifPresent(held -> {
                        put(row, "heldName", held.name());
                        row.put("heldSubject", held.subject());
                    });
        }
    }

    /** By the names of the format, since it is for who knows that: docs/ledger.md. */
    private void collect(Map<String, String> further, String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            members.forEach(
                    (key, member) -> collect(further, name.isEmpty() ? String.valueOf(key) : name + "." + key, member));
        } else if (value != null) {
            further.put(name, RecordedValue.of(value.toString(), locale));
        }
    }

    private void account(Map<String, Object> row, Map<String, Object> entry, @Nullable PersonalPart account) {
        if (account == null) {
            row.put("erased", entry.containsKey("account"));
            return;
        }
        Map<String, Object> data = account.data();
        if (data.get("account") instanceof String id && !id.isEmpty()) {
            row.put("accountId", id);
            row.put("historyUrl", urls.history(id));
            names.ofAccount(id).ifPresent(name -> row.put("accountName", name));
        }
        put(row, "subject", data.get("subject"));
        put(row, "previousSubject", data.get("previousSubject"));
        put(row, "upstreamName", data.get("name"));
        put(row, "address", data.get("address"));
        put(row, "why", data.get("why"));
    }

    private void actor(Map<String, Object> row, @Nullable PersonalPart actor) {
        if (actor != null && actor.data().get("actor") instanceof String id) {
            String realm = actor.data().get("realm") instanceof String name ? name : null;
            names.ofAdministrator(id, realm)
                    .ifPresentOrElse(name -> row.put("actor", name), () -> row.put("actorId", id));
            put(row, "actorRealm", realm);
            put(row, "address", actor.data().get("address"));
        }
    }

    /** A reason is told by the title of the page on which it ends. */
    private static void reason(Map<String, Object> row, @Nullable Object reason) {
        if (reason instanceof String code && !code.isEmpty()) {
            row.put("reason", code);
            if (ReasonCode.ofId(code).isPresent()) {
                row.put("reasonText", "magento.refused." + code + ".title");
            } else if (CAUSES.contains(code)) {
                row.put("reasonText", "magento.audit.cause." + code);
            }
        }
    }

    private static void coded(
            Map<String, Object> row, String name, @Nullable Object code, Set<String> known, String texts) {
        put(row, name, code);
        if (code instanceof String text && known.contains(text)) {
            row.put(name + "Text", texts + text);
        }
    }

    private static void put(Map<String, Object> row, String name, @Nullable Object value) {
        if (value instanceof String text && !text.isEmpty()) {
            row.put(name, text);
        }
    }
}
