package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.ledger.chain.EntryHash;
import cloud.magento.accounts.ledger.chain.LogPublicKey;
import cloud.magento.accounts.ledger.logkey.LogKey;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.VerificationException;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Checkpoints of a realm's ledger: its size and head at a moment, signed by the log key, which lies outside the
 * database, or by the realm's key where the server has none. One that is kept elsewhere shows later that nothing before
 * it was cut off or made anew, to anybody who has the public half.
 */
public final class Checkpoints {
    static final String TYPE = "magento-ledger-checkpoint+jwt";
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);

    private static final int AT_ONCE = 1000;

    private final KeycloakSession session;
    private final CheckpointKeys keys;
    private final LedgerLogKeys logKeys;
    private final RealmModel realm;
    private final EntityManager entities;

    public Checkpoints(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.logKeys = new LedgerLogKeys(session, realm);
        this.keys = new CheckpointKeys(session, realm);
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * A checkpoint of this moment. It is kept, unless the newest kept one tells of the same size already. Before this
     * server's log key signs a ledger for the first time, an entry names it.
     *
     * @return a compact JWS
     * @throws CheckpointRefusedException where the ledger has a log key that this server has not
     */
    public String sign() {
        LedgerHeadEntity head = LedgerHeadEntity.read(entities, realm.getId()).orElseGet(this::ofNothing);
        LogKey key = logKeys.settings().key();
        if (key == null) {
            logKeys.requireNone(head.entries);
            return keep(head, Signer.of(keys.active(), keys));
        }
        requireContinued(head);
        if (head.entries == 0 || logKeys.due(key, head.entries).isEmpty()) {
            return remembered(head, Signer.of(key));
        }
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            RealmModel ownRealm = own.realms().getRealm(realm.getId());
            own.getContext().setRealm(ownRealm);
            return new Checkpoints(own, ownRealm).begin(key);
        });
    }

    /** Puts the key on record, unless somebody else did meanwhile, and signs with that entry. */
    private String begin(LogKey key) {
        LedgerWriter writer = new LedgerWriter(session, realm.getId());
        LedgerHeadEntity head = writer.lock();
        logKeys.due(key, head.entries).ifPresent(change -> {
            EntryDraft draft = EntryDraft.of(EntryType.LOG_KEY_CHANGED, Actor.system());
            change.details().forEach(draft::detail);
            writer.append(head, draft, Time.currentTimeMillis());
            entities.flush();
            LogPublicKey before = change.previous();
            LOG.warnf(
                    "The ledger of realm %s has the log key %s from entry %d on%s",
                    realm.getId(),
                    key.kid(),
                    head.entries,
                    before == null
                            ? ""
                            : ", in place of " + before.kid()
                                    + (change.handover() == null ? ", which did not hand over to it" : ""));
        });
        return remembered(head, Signer.of(key));
    }

    private String remembered(LedgerHeadEntity head, Signer signer) {
        String token = keep(head, signer);
        if (head.entries > 0) {
            LedgerEventListenerFactory.signed(session)
                    .add(realm.getId(), new SignedHeads.Head(head.entries, head.hash));
        }
        return token;
    }

    /**
     * Nothing is signed that does not go on from what was: a signature of this moment would vouch for a history that
     * somebody rewrote.
     */
    private void requireContinued(LedgerHeadEntity head) {
        Stream.concat(
                        LedgerEventListenerFactory.signed(session).of(realm.getId()).stream(),
                        kept(1).stream()
                                .filter(newest -> trust(newest) == CheckpointTrust.LOG_KEY)
                                .map(newest -> new SignedHeads.Head(newest.entries, newest.head)))
                .filter(signed -> !isIn(signed, head))
                .findFirst()
                .ifPresent(signed -> {
                    throw new CheckpointRefusedException("Entry " + signed.entries()
                            + " of the ledger is not as it was when it was signed: somebody rewrote it, or the database"
                            + " was restored. Verify the ledger with checkpoints that you kept.");
                });
    }

    private boolean isIn(SignedHeads.Head signed, LedgerHeadEntity head) {
        return signed.entries() <= head.entries
                && entities.createNamedQuery("magentoLedgerHash", String.class)
                        .setParameter("realmId", realm.getId())
                        .setParameter("seq", signed.entries())
                        .getResultStream()
                        .anyMatch(signed.hash()::equals);
    }

    /** Who signs: the type and claims of a token, to the token; and the public half as a JWK. */
    private record Signer(
            Function<Map<String, Object>, String> token,
            @Nullable String jwk) {
        static Signer of(LogKey key) {
            return new Signer(
                    claims -> key.sign(TYPE, claims),
                    CanonicalJson.of(key.publicKey().jwk()));
        }

        static Signer of(KeyWrapper key, CheckpointKeys keys) {
            return new Signer(
                    claims -> new JWSBuilder().type(TYPE).jsonContent(claims).sign(keys.signer(key)),
                    CheckpointKeys.publicKey(key));
        }
    }

    private String keep(LedgerHeadEntity head, Signer signer) {
        long now = Time.currentTimeMillis();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", realm.getName());
        claims.put("realm", realm.getId());
        claims.put("size", head.entries);
        claims.put("head", head.hash);
        claims.put("iat", now / 1000);
        String token = signer.token().apply(claims);
        boolean known = kept(1).stream().anyMatch(newest -> newest.entries == head.entries);
        if (!known && head.entries > 0) {
            CheckpointEntity checkpoint = new CheckpointEntity();
            checkpoint.id = UUID.randomUUID().toString();
            checkpoint.realmId = realm.getId();
            checkpoint.entries = head.entries;
            checkpoint.head = head.hash;
            checkpoint.createdAt = now;
            checkpoint.token = token;
            checkpoint.publicKey = signer.jwk();
            entities.persist(checkpoint);
        }
        return token;
    }

    /**
     * A checkpoint that is kept here.
     *
     * @param entries how many entries it covers
     * @param at when it was signed
     */
    public record Kept(long entries, Instant at) {}

    /** The newest checkpoint that is kept here. */
    public Optional<Kept> newest() {
        return kept(1).stream()
                .findFirst()
                .map(newest -> new Kept(newest.entries, Instant.ofEpochMilli(newest.createdAt)));
    }

    /**
     * Signs one where an entry after the newest is too old, or too many came after it. The log has it too, and so who
     * keeps logs.
     */
    void signIfDue() {
        if (DueCheckpoints.of(session).contains(realm.getId())) {
            LOG.infof("Checkpoint of the ledger of realm %s: %s", realm.getId(), sign());
        }
    }

    /** The newest kept checkpoints, newest first. */
    List<CheckpointEntity> kept(int max) {
        return keptOf(realm.getId(), max);
    }

    /** Those of the ledger that lies under this id. */
    List<CheckpointEntity> keptOf(String id, int max) {
        return entities.createNamedQuery("magentoCheckpoints", CheckpointEntity.class)
                .setParameter("realmId", id)
                .setMaxResults(max)
                .getResultList();
    }

    /**
     * One that came with a ledger of that realm, with what its token says in the columns.
     *
     * @throws IllegalArgumentException if it is no token
     */
    CheckpointEntity read(EarlierLedgers.Signed signed, String origin) {
        try {
            JsonNode claims = new JWSInput(signed.token()).readJsonContent(JsonNode.class);
            CheckpointEntity checkpoint = new CheckpointEntity();
            checkpoint.id = UUID.randomUUID().toString();
            checkpoint.realmId = origin;
            checkpoint.entries = claims.path("size").asLong();
            checkpoint.head = claims.path("head").asText();
            checkpoint.createdAt = claims.path("iat").asLong() * 1000;
            checkpoint.token = signed.token();
            checkpoint.publicKey = signed.key();
            return checkpoint;
        } catch (JWSInputException e) {
            throw new IllegalArgumentException("A checkpoint in it is no signed token", e);
        }
    }

    /** Who signed it; forged too where the columns beside the signature do not say the same. */
    CheckpointTrust trust(CheckpointEntity checkpoint) {
        try {
            JWSInput token = new JWSInput(checkpoint.token);
            JsonNode claims = token.readJsonContent(JsonNode.class);
            boolean agrees = TYPE.equals(token.getHeader().getType())
                    && claims.path("realm").asText().equals(checkpoint.realmId)
                    && claims.path("size").asLong() == checkpoint.entries
                    && claims.path("head").asText().equals(checkpoint.head);
            return agrees ? keys.trust(token, checkpoint.publicKey) : CheckpointTrust.FORGED;
        } catch (JWSInputException | VerificationException forged) {
            return CheckpointTrust.FORGED;
        }
    }

    /** What can be said of its signature before the ledger is read. */
    KeptSignature signature(CheckpointEntity checkpoint, CheckpointTrust trust) {
        return new KeptSignature(
                checkpoint.token,
                kid(checkpoint),
                trust == CheckpointTrust.PUBLISHED || trust == CheckpointTrust.RETIRED);
    }

    /** Keeps the keys of checkpoints that were signed before keys were kept, as long as the realm has them. */
    void keepKeys() {
        entities.createNamedQuery("magentoCheckpointsWithoutKey", CheckpointEntity.class)
                .setParameter("realmId", realm.getId())
                .setMaxResults(AT_ONCE)
                .getResultStream()
                .filter(checkpoint -> trust(checkpoint) != CheckpointTrust.FORGED)
                .forEach(checkpoint -> checkpoint.publicKey = keys.publicKey(kid(checkpoint)));
    }

    /** The kept checkpoints, one compact JWS a line, oldest first. */
    public String tokens() {
        List<CheckpointEntity> kept = new ArrayList<>(kept(Integer.MAX_VALUE));
        Collections.reverse(kept);
        return kept.stream().map(checkpoint -> checkpoint.token + "\n").collect(Collectors.joining());
    }

    /** The realm's public keys, the log keys, and those that signed kept checkpoints and are gone, as a JWK set. */
    public String publicKeys() {
        return keys.set(Stream.concat(
                kept(Integer.MAX_VALUE).stream().flatMap(checkpoint -> Stream.ofNullable(checkpoint.publicKey)),
                logKeys.jwks().stream()));
    }

    private static String kid(CheckpointEntity checkpoint) {
        try {
            return String.valueOf(new JWSInput(checkpoint.token).getHeader().getKeyId());
        } catch (JWSInputException e) {
            return "";
        }
    }

    private LedgerHeadEntity ofNothing() {
        LedgerHeadEntity nothing = new LedgerHeadEntity();
        nothing.realmId = realm.getId();
        nothing.hash = EntryHash.GENESIS;
        return nothing;
    }
}
