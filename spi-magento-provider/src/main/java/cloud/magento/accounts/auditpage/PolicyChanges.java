package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.ledger.EntryType;
import cloud.magento.accounts.ledger.LedgerFilter;
import cloud.magento.accounts.ledger.LedgerReader;
import cloud.magento.accounts.ledger.StoredEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What an entry about the policy changed: it holds the whole policy from then on, and the entry before it what was
 * there.
 */
final class PolicyChanges {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final LedgerReader reader;
    private final Locale locale;

    PolicyChanges(KeycloakSession session, Locale locale) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.reader = new LedgerReader(session, realm);
        this.locale = locale;
    }

    /**
     * The changes; empty where the entry before cannot be read, so that nobody can say what it held.
     *
     * @param seq the place of the entry
     * @param entry what it says
     */
    Optional<List<Map<String, Object>>> of(long seq, Map<String, Object> entry) {
        try {
            return Optional.of(PolicyChange.between(before(seq), details(entry)).stream()
                    .map(this::told)
                    .toList());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A policy ends with its provider: what is recorded after that is new. */
    private Map<?, ?> before(long seq) {
        Optional<StoredEntry> policy = newest(EntryType.POLICY_CHANGED, seq);
        long removed =
                newest(EntryType.PROVIDER_REMOVED, seq).map(StoredEntry::seq).orElse(0L);
        return policy.filter(found -> found.seq() > removed)
                .<Map<?, ?>>map(found -> details(found.record().entry()))
                .orElse(Map.of());
    }

    private Optional<StoredEntry> newest(EntryType type, long before) {
        return reader.page(new LedgerFilter(null, type, null, null, before, true), 1).stream()
                .findFirst();
    }

    private static Map<?, ?> details(Map<String, Object> entry) {
        return entry.get("details") instanceof Map<?, ?> details ? details : Map.of();
    }

    private Map<String, Object> told(PolicyChange change) {
        Map<String, Object> told = new HashMap<>();
        told.put("setting", change.setting());
        if (change.setting().startsWith(PolicyChange.COHORT)) {
            String id = change.setting().substring(PolicyChange.COHORT.length());
            GroupModel group = session.groups().getGroupById(realm, id);
            told.put("cohort", group == null ? id : KeycloakModelUtils.buildGroupPath(group));
        }
        put(told, "before", change.before());
        put(told, "after", change.after());
        return told;
    }

    private void put(Map<String, Object> told, String name, @Nullable String value) {
        if (value != null) {
            told.put(name, RecordedValue.of(value, locale));
        }
    }
}
