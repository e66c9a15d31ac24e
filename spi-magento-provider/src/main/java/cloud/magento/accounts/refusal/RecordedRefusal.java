package cloud.magento.accounts.refusal;

import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.policy.ReasonCode;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A refusal that is on record, with the reference it is found by. {@link Refusal#record} alone makes one: a page that
 * wants to show a reference has to have recorded the refusal.
 */
public final class RecordedRefusal {
    private final ReasonCode reason;
    private final String reference;

    RecordedRefusal(ReasonCode reason, String reference) {
        this.reason = reason;
        this.reference = reference;
    }

    /** What the person is told. */
    public ReasonCode reason() {
        return reason;
    }

    /** By what support finds it. */
    public String reference() {
        return reference;
    }

    /** Keeps it in the authentication session, for a page that a later request shows. */
    public void keep(AuthenticationSessionModel authSession, String note) {
        Note.named(note, Kept.class).keep(authSession, new Kept(reason, reference));
    }

    /** The one that was kept under this note. */
    public static Optional<RecordedRefusal> kept(AuthenticationSessionModel authSession, String note) {
        return Note.named(note, Kept.class)
                .kept(authSession)
                .map(kept -> new RecordedRefusal(kept.reason(), kept.reference()));
    }

    /** As it is kept. */
    record Kept(ReasonCode reason, String reference) {}
}
