package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.EntryHash;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.common.VerificationException;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Checkpoints of a realm's ledger: its size and head at a moment, signed by the realm's key. One that is kept elsewhere
 * shows later that nothing before it was cut off or made anew, to anybody who has the realm's public keys.
 */
public final class Checkpoints {
    /** How old the newest checkpoint may become while there are entries after it. */
    public static final Duration EVERY = Duration.ofHours(24);

    static final String TYPE = "magento-ledger-checkpoint+jwt";
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);

    private static final int AT_ONCE = 1000;

    private final CheckpointKeys keys;
    private final RealmModel realm;
    private final EntityManager entities;

    public Checkpoints(KeycloakSession session, RealmModel realm) {
        this.keys = new CheckpointKeys(session, realm);
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * A checkpoint of this moment. It is kept, unless the newest kept one tells of the same size already.
     *
     * @return a compact JWS
     */
    public String sign() {
        LedgerHeadEntity head = LedgerHeadEntity.read(entities, realm.getId()).orElseGet(this::ofNothing);
        long now = Time.currentTimeMillis();
        KeyWrapper key = keys.active();
        String token = token(key, head, now);
        boolean known = kept(1).stream().anyMatch(newest -> newest.entries == head.entries);
        if (!known && head.entries > 0) {
            CheckpointEntity checkpoint = new CheckpointEntity();
            checkpoint.id = UUID.randomUUID().toString();
            checkpoint.realmId = realm.getId();
            checkpoint.entries = head.entries;
            checkpoint.head = head.hash;
            checkpoint.createdAt = now;
            checkpoint.token = token;
            checkpoint.publicKey = CheckpointKeys.publicKey(key);
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
     * Signs one where the newest is too old and something was written since. The log has it too, and so who keeps logs.
     */
    void signIfDue() {
        Optional<CheckpointEntity> newest = kept(1).stream().findFirst();
        long size = LedgerHeadEntity.read(entities, realm.getId())
                .map(head -> head.entries)
                .orElse(0L);
        boolean news = newest.map(last -> last.entries < size).orElse(size > 0);
        boolean old = newest.map(last -> Time.currentTimeMillis() - last.createdAt >= EVERY.toMillis())
                .orElse(true);
        if (news && old) {
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

    /** The realm's public keys, and those that signed the kept checkpoints and are gone since, as a JWK set. */
    public String publicKeys() {
        return keys.set(
                kept(Integer.MAX_VALUE).stream().flatMap(checkpoint -> Stream.ofNullable(checkpoint.publicKey)));
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

    private String token(KeyWrapper key, LedgerHeadEntity head, long now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", realm.getName());
        claims.put("realm", realm.getId());
        claims.put("size", head.entries);
        claims.put("head", head.hash);
        claims.put("iat", now / 1000);
        return new JWSBuilder().type(TYPE).jsonContent(claims).sign(keys.signer(key));
    }
}
