package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.EntryHash;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.keycloak.common.VerificationException;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.SignatureProvider;
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

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;

    public Checkpoints(KeycloakSession session, RealmModel realm) {
        this.session = session;
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
        String token = token(head, now);
        boolean known = kept(1).stream().anyMatch(newest -> newest.entries == head.entries);
        if (!known && head.entries > 0) {
            CheckpointEntity checkpoint = new CheckpointEntity();
            checkpoint.id = UUID.randomUUID().toString();
            checkpoint.realmId = realm.getId();
            checkpoint.entries = head.entries;
            checkpoint.head = head.hash;
            checkpoint.createdAt = now;
            checkpoint.token = token;
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

    /** Signs one where the newest is too old and something was written since. The log has it too, and so who keeps logs. */
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
        return entities.createNamedQuery("magentoCheckpoints", CheckpointEntity.class)
                .setParameter("realmId", realm.getId())
                .setMaxResults(max)
                .getResultList();
    }

    /** Whether the realm signed this checkpoint and the columns beside the signature say the same. */
    boolean isGenuine(CheckpointEntity checkpoint) {
        try {
            JWSInput token = new JWSInput(checkpoint.token);
            String algorithm = token.getHeader().getAlgorithm().name();
            SignatureProvider signatures = session.getProvider(SignatureProvider.class, algorithm);
            JsonNode claims = token.readJsonContent(JsonNode.class);
            return signatures != null
                    && TYPE.equals(token.getHeader().getType())
                    && signatures
                            .verifier(token.getHeader().getKeyId())
                            .verify(
                                    token.getEncodedSignatureInput().getBytes(StandardCharsets.UTF_8),
                                    token.getSignature())
                    && claims.path("realm").asText().equals(checkpoint.realmId)
                    && claims.path("size").asLong() == checkpoint.entries
                    && claims.path("head").asText().equals(checkpoint.head);
        } catch (JWSInputException | VerificationException forged) {
            return false;
        }
    }

    private LedgerHeadEntity ofNothing() {
        LedgerHeadEntity nothing = new LedgerHeadEntity();
        nothing.realmId = realm.getId();
        nothing.hash = EntryHash.GENESIS;
        return nothing;
    }

    private String token(LedgerHeadEntity head, long now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", realm.getName());
        claims.put("realm", realm.getId());
        claims.put("size", head.entries);
        claims.put("head", head.hash);
        claims.put("iat", now / 1000);
        return new JWSBuilder()
                .type(TYPE)
                .jsonContent(claims)
                .sign(session.getProvider(SignatureProvider.class, algorithm()).signer());
    }

    /** The realm's default, unless that is a shared secret, which proves nothing to anybody else. */
    private String algorithm() {
        String algorithm = realm.getDefaultSignatureAlgorithm();
        return algorithm == null || algorithm.startsWith("HS") ? Algorithm.RS256 : algorithm;
    }
}
