package cloud.magento.accounts.ledger;

import cloud.magento.accounts.keycloak.TestKeycloak;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries as tests want them, and the ledger that they are in. */
final class TestEntries {
    private final TestKeycloak keycloak;

    TestEntries(TestKeycloak keycloak) {
        this.keycloak = keycloak;
    }

    /** An entry of an account that nobody asked for. */
    static EntryDraft of(EntryType type, @Nullable String account) {
        return EntryDraft.of(type, new Actor(Actor.By.SYSTEM, null, null, null, null))
                .account(account);
    }

    /** An entry of an account by an administrator. */
    static EntryDraft by(String administrator, EntryType type, String account) {
        return EntryDraft.of(type, new Actor(Actor.By.ADMINISTRATOR, "admin-cli", "127.0.0.1", administrator, "master"))
                .account(account);
    }

    /** Each in a transaction of its own. */
    void append(EntryDraft... drafts) {
        for (EntryDraft draft : drafts) {
            keycloak.run(session -> new Ledger(session, session.realm()).append(draft));
        }
    }

    List<StoredEntry> all() {
        return keycloak.ask(session -> {
            List<StoredEntry> entries = new ArrayList<>();
            new LedgerReader(session, session.realm()).each(0, Long.MAX_VALUE, entries::add);
            return entries;
        });
    }

    LedgerVerification.Findings verify() {
        return keycloak.ask(session -> new LedgerVerification(session, session.realm()).verify());
    }

    /** By somebody who has a way to the database. */
    int tamper(String sql) {
        return keycloak.ask(session -> session.entities()
                .createNativeQuery(sql)
                .setParameter("realmId", keycloak.realmId())
                .executeUpdate());
    }
}
