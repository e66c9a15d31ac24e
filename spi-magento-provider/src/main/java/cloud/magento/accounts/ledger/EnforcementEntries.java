package cloud.magento.accounts.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Puts on record that a policy came to stop more accounts than before, by whom and on what knowledge. */
public final class EnforcementEntries {
    /** The entry's reason where a condition was missing and somebody went on all the same. */
    private static final String OVERRIDDEN = "overridden";

    private final KeycloakSession session;
    private final Actor acting;

    /** On behalf of whoever acts in this session. */
    public EnforcementEntries(KeycloakSession session) {
        this.session = session;
        this.acting = Actor.in(session);
    }

    /**
     * What was confirmed.
     *
     * @param step in which way more is stopped
     * @param stopped how many accounts are stopped at once
     * @param overridden the conditions that were missing; empty where none was
     * @param why why it was done although they were, or null
     */
    public record Confirmed(
            String step,
            long stopped,
            List<String> overridden,
            @Nullable String why) {
        public Confirmed {
            overridden = List.copyOf(overridden);
        }
    }

    /**
     * Asks what is to be put on record, and does it, in the transaction that is about to be committed. Nobody can make
     * or end a link meanwhile, so what is counted is still right when the change is in force.
     *
     * @param confirmed asked once the chain is locked; whatever it throws ends the transaction
     */
    public void append(RealmModel realm, Supplier<Confirmed> confirmed) {
        new LedgerWriter(session, realm.getId()).write(List.of(() -> Optional.of(draft(confirmed.get()))));
    }

    private EntryDraft draft(Confirmed confirmed) {
        EntryDraft draft = EntryDraft.of(EntryType.ENFORCEMENT_CONFIRMED, acting)
                .detail("step", confirmed.step())
                .detail("stopped", confirmed.stopped());
        if (!confirmed.overridden().isEmpty()) {
            draft.reason(OVERRIDDEN).detail("overridden", confirmed.overridden());
            String why = confirmed.why();
            if (why != null) {
                draft.detail("why", why);
            }
        }
        return draft;
    }
}
