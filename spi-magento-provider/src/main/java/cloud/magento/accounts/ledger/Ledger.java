package cloud.magento.accounts.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Takes entries for a realm's ledger and writes them in the session's own transaction, right before it is committed: so
 * there is no change without its entry, no entry without its change, and the chain's head is locked for as short as can
 * be.
 */
final class Ledger {
    private static final String PENDING = "magento.ledger.pending";

    private final KeycloakSession session;
    private final RealmModel realm;

    Ledger(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    void append(EntryDraft draft) {
        Map<String, Supplier<Optional<EntryDraft>>> entries = pending().of(realm);
        entries.put("entry " + entries.size(), () -> Optional.of(draft));
    }

    /**
     * Appends what is found to be true once nobody else can append; asked once a transaction, however often it is
     * wished.
     */
    void appendIfStillTrue(String question, Supplier<Optional<EntryDraft>> answer) {
        pending().of(realm).put(question, answer);
    }

    /**
     * The realm was removed, and its ledger goes with it, unless a realm with its id is there when the transaction is
     * committed, as after an import that overwrites: then the chain goes on.
     */
    void removeUnlessReplaced() {
        pending().removed.put(realm.getId(), realm);
    }

    private Pending pending() {
        if (session.getAttribute(PENDING) instanceof Pending already) {
            return already;
        }
        Pending pending = new Pending(session);
        session.setAttribute(PENDING, pending);
        session.getTransactionManager().enlistPrepare(pending);
        return pending;
    }

    /**
     * Entries that wait for the commit, by realm, in the order of realms' ids so that two heads are never locked
     * crosswise.
     */
    private static final class Pending extends AbstractKeycloakTransaction {
        private final Map<String, Map<String, Supplier<Optional<EntryDraft>>>> entries = new TreeMap<>();
        private final Map<String, RealmModel> removed = new TreeMap<>();
        private final KeycloakSession session;

        Pending(KeycloakSession session) {
            this.session = session;
        }

        Map<String, Supplier<Optional<EntryDraft>>> of(RealmModel realm) {
            return entries.computeIfAbsent(realm.getId(), id -> new LinkedHashMap<>());
        }

        @Override
        protected void commitImpl() {
            session.removeAttribute(PENDING);
            removed.values().stream().filter(this::isGone).forEach(realm -> {
                entries.remove(realm.getId());
                new LedgerRemoval(session).remove(realm);
            });
            entries.forEach(
                    (realmId, wanted) -> new LedgerWriter(session, realmId).write(List.copyOf(wanted.values())));
        }

        private boolean isGone(RealmModel realm) {
            return session.realms().getRealm(realm.getId()) == null;
        }

        @Override
        protected void rollbackImpl() {
            session.removeAttribute(PENDING);
        }
    }
}
