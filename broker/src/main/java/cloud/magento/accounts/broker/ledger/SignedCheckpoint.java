package cloud.magento.accounts.broker.ledger;

import cloud.magento.accounts.ledger.chain.Checkpoint;
import cloud.magento.accounts.ledger.chain.CheckpointSignature;
import cloud.magento.accounts.ledger.chain.CompactJws;
import cloud.magento.accounts.ledger.chain.LogPublicKey;
import cloud.magento.accounts.ledger.chain.StrictJson;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import java.io.IOException;
import java.io.InputStream;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint, and who signed it as far as is known before the ledger is read.
 *
 * @param issuer the name that the realm had
 * @param token the checkpoint, a compact JWS
 * @param isOfRealm whether a key of the realm that was given signed it
 * @param where the place it was read from, for people
 */
record SignedCheckpoint(String issuer, Checkpoint checkpoint, String token, String kid, boolean isOfRealm, String where)
        implements CheckpointSignature {
    private static final String TYPE_NAME = "magento-ledger-checkpoint+jwt";
    private static final JOSEObjectType TYPE = new JOSEObjectType(TYPE_NAME);

    @Override
    public boolean isOf(LogPublicKey key) {
        try {
            return CompactJws.parse(token).isBy(key, TYPE_NAME);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** That it counts for nothing, since nobody knows the key. */
    String unchecked() {
        return where + " was not checked: the key that it names, " + Printable.of(kid)
                + ", is not among the keys given.";
    }

    /**
     * Reads the checkpoints in a file, one compact JWS a line.
     *
     * @throws UnusableException if there is none, or one of them is not a checkpoint that the key it names has signed,
     *     where that key was given
     */
    static List<SignedCheckpoint> read(String file, RealmKeys keys) throws UnusableException {
        List<SignedCheckpoint> checkpoints = new ArrayList<>();
        int number = 1;
        try (InputStream in = Input.file(file)) {
            Lines lines = new Lines(in);
            for (String line = lines.next(); line != null; line = lines.next(), number++) {
                if (!line.isBlank()) {
                    checkpoints.add(
                            of(line.strip(), keys, "The checkpoint in line " + number + " of " + Printable.of(file)));
                }
            }
        } catch (IOException e) {
            throw new UnusableException(Printable.of(file) + " cannot be read.");
        } catch (Lines.BadLineException | IllegalArgumentException | ParseException e) {
            String why = e instanceof ParseException ? "it is no compact JWS" : String.valueOf(e.getMessage());
            throw new UnusableException("The checkpoint in line " + number + " of " + Printable.of(file)
                    + " cannot be trusted: " + why + ". The ledger was not verified.");
        }
        if (checkpoints.isEmpty()) {
            throw new UnusableException(Printable.of(file) + " holds no checkpoint. The ledger was not verified.");
        }
        return checkpoints;
    }

    /** @throws IllegalArgumentException if it is no checkpoint, or a key that is given did not sign what names it */
    private static SignedCheckpoint of(String compact, RealmKeys keys, String where) throws ParseException {
        JWSObject token = JWSObject.parse(compact);
        JWSHeader header = token.getHeader();
        if (!TYPE.equals(header.getType())) {
            throw new IllegalArgumentException("its type is not " + TYPE);
        }
        if (!RealmKeys.allows(header.getAlgorithm())) {
            throw new IllegalArgumentException(
                    "its algorithm, " + Printable.of(header.getAlgorithm().getName()) + ", is not allowed");
        }
        if (header.getKeyID() == null) {
            throw new IllegalArgumentException("it does not tell which key signed it");
        }
        String kid = header.getKeyID();
        boolean known = keys.has(kid, header.getAlgorithm());
        if (known && !keys.signed(token)) {
            throw new IllegalArgumentException("its signature is wrong");
        }
        Map<String, Object> claims = StrictJson.object(token.getPayload().toString());
        if (claims.get("iss") instanceof String issuer
                && claims.get("realm") instanceof String realm
                && claims.get("size") instanceof Long size
                && claims.get("head") instanceof String head
                && claims.get("iat") instanceof Long time) {
            Checkpoint checkpoint = new Checkpoint(realm, size, head, Instant.ofEpochSecond(time));
            return new SignedCheckpoint(issuer, checkpoint, compact, kid, known, where);
        }
        throw new IllegalArgumentException("a claim of it is missing or of another type");
    }
}
