package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.ledger.chain.LogKeyChange;
import cloud.magento.accounts.ledger.chain.LogPublicKey;
import cloud.magento.accounts.ledger.chain.StrictJson;
import cloud.magento.accounts.ledger.logkey.LogKey;
import cloud.magento.accounts.ledger.logkey.LogKeySettings;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The log keys of a realm's ledger: those that its entries name, and the one that this server has. */
public final class LedgerLogKeys {
    private final RealmModel realm;
    private final EntityManager entities;
    private final LogKeySettings settings;

    public LedgerLogKeys(KeycloakSession session, RealmModel realm) {
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.settings = LedgerEventListenerFactory.settings(session);
    }

    /** How the ledger's log key and this server's go together. */
    public enum State {
        /** Neither has one: the realm's own key signs checkpoints, and lies in the database that they vouch for. */
        NONE,
        /** They are the same, or the server's will be the ledger's with the next checkpoint. */
        READY,
        /** They differ, and nothing says that the server's takes the place of the ledger's: it signs no checkpoints. */
        OTHER,
        /** The ledger has one, and this server has none: it signs no checkpoints. */
        MISSING,
        /** Another one took the place of this server's: it signs no checkpoints. */
        REPLACED,
        /** An entry that names one cannot be read: somebody changed it. */
        UNREADABLE
    }

    /** How they stand now. */
    public State state() {
        try {
            return state(changes(Long.MAX_VALUE));
        } catch (IllegalArgumentException e) {
            return State.UNREADABLE;
        }
    }

    /** The id of this server's log key; empty where it has none. */
    public Optional<String> serversKid() {
        return Optional.ofNullable(settings.key()).map(LogKey::kid);
    }

    /** The id of the log key that the newest entry about one names; empty where none does. */
    public Optional<String> ledgersKid() {
        try {
            return newest(changes(Long.MAX_VALUE)).map(change -> change.key().kid());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The public halves as JWKs, the newest first. */
    List<String> jwks() {
        Set<LogPublicKey> keys = new LinkedHashSet<>();
        LogKey own = settings.key();
        State state = state();
        if (own != null && state == State.READY) {
            keys.add(own.publicKey());
        }
        if (state != State.UNREADABLE) {
            List<LogKeyChange> changes = new ArrayList<>(changes(Long.MAX_VALUE));
            Collections.reverse(changes);
            changes.forEach(change -> keys.add(change.key()));
        }
        return keys.stream().map(key -> CanonicalJson.of(key.jwk())).toList();
    }

    /**
     * The log keys of this realm's ledger as a JWK set, the newest first: of now, and those before it, whose
     * checkpoints still verify. Empty where it has none.
     */
    public String set() {
        return "{\"keys\":[" + String.join(",", jwks()) + "]}";
    }

    LogKeySettings settings() {
        return settings;
    }

    /**
     * The log key that has to vouch for this ledger, as far as this server knows: its own once the ledger has any, or
     * the one that it is about to replace. Empty where there is none to go by.
     */
    Optional<LogPublicKey> expected() {
        LogKey own = settings.key();
        LogKey previous = settings.previous();
        try {
            List<LogKeyChange> changes = changes(Long.MAX_VALUE);
            if (own == null || changes.isEmpty()) {
                return Optional.empty();
            }
            LogPublicKey newest = changes.get(changes.size() - 1).key();
            boolean named = changes.stream().anyMatch(change -> is(change, own));
            if (named || !mayReplace(newest)) {
                return Optional.of(own.publicKey());
            }
            return Optional.ofNullable(previous).map(LogKey::publicKey);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What is to be put on record before this server's key can sign a ledger of so many entries; empty where it can
     * already. Asked under the lock of the chain it holds until the transaction ends.
     *
     * @throws CheckpointRefusedException where it must not sign
     */
    Optional<LogKeyChange> due(LogKey key, long upTo) {
        List<LogKeyChange> changes = read(upTo);
        LogKeyChange newest = newest(changes).orElse(null);
        if (newest == null) {
            return Optional.of(new LogKeyChange(key.publicKey(), null, null));
        }
        State state = state(changes);
        if (state == State.REPLACED) {
            throw new CheckpointRefusedException("This server's log key, " + key.kid()
                    + ", was replaced in the ledger by " + newest.key().kid()
                    + ", and a key that was replaced does not come back. Give every node the same log key.");
        }
        if (state == State.OTHER) {
            throw new CheckpointRefusedException("The ledger's log key is "
                    + newest.key().kid() + ", and this server's is " + key.kid()
                    + ". Give every node the same log key. To replace it, name the file of the ledger's with "
                    + LogKeySettings.OPTION + "log-key-previous-file, or its id with " + LogKeySettings.OPTION
                    + "log-key-lost.");
        }
        return is(newest, key) ? Optional.empty() : Optional.of(change(key, newest.key()));
    }

    /** @throws CheckpointRefusedException if the ledger has a log key, so that no other key may sign */
    void requireNone(long upTo) {
        newest(read(upTo)).ifPresent(change -> {
            throw new CheckpointRefusedException(
                    "The ledger has the log key " + change.key().kid() + ", and this server has none: set the option "
                            + LogKeySettings.OPTION + "log-key-file.");
        });
    }

    private LogKeyChange change(LogKey key, LogPublicKey before) {
        LogKey previous = settings.previous();
        return new LogKeyChange(
                key.publicKey(),
                before,
                previous != null && previous.publicKey().equals(before)
                        ? previous.handOver(realm.getId(), key.publicKey())
                        : null);
    }

    /** Whether this server may put its key in the place of that one. */
    private boolean mayReplace(LogPublicKey before) {
        LogKey previous = settings.previous();
        return (previous != null && previous.publicKey().equals(before))
                || before.kid().equals(settings.lost());
    }

    private State state(List<LogKeyChange> changes) {
        LogKey own = settings.key();
        Optional<LogKeyChange> newest = newest(changes);
        if (own == null) {
            return newest.isPresent() ? State.MISSING : State.NONE;
        }
        if (newest.isEmpty() || is(newest.get(), own)) {
            return State.READY;
        }
        if (changes.stream().anyMatch(change -> is(change, own))) {
            return State.REPLACED;
        }
        return mayReplace(newest.get().key()) ? State.READY : State.OTHER;
    }

    private List<LogKeyChange> read(long upTo) {
        try {
            return changes(upTo);
        } catch (IllegalArgumentException e) {
            throw new CheckpointRefusedException(
                    "An entry of the ledger that names its log key cannot be read: verify the ledger.");
        }
    }

    private List<LogKeyChange> changes(long upTo) {
        return entities.createNamedQuery("magentoLedgerOfTypeUpTo", String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("type", EntryType.LOG_KEY_CHANGED.id())
                .setParameter("upTo", upTo)
                .getResultStream()
                .map(StrictJson::object)
                .flatMap(LedgerLogKeys::change)
                .toList();
    }

    private static Stream<LogKeyChange> change(Map<String, Object> entry) {
        return LogKeyChange.of(entry).stream();
    }

    private static Optional<LogKeyChange> newest(List<LogKeyChange> changes) {
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes.get(changes.size() - 1));
    }

    private static boolean is(@Nullable LogKeyChange change, LogKey key) {
        return change != null && change.key().equals(key.publicKey());
    }
}
