package cloud.magento.accounts.broker.ledger;

import cloud.magento.accounts.ledger.chain.Checkpoint;
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
 * A checkpoint whose signature is the realm's.
 *
 * @param issuer the URL of the realm that signed it
 */
record SignedCheckpoint(String issuer, Checkpoint checkpoint) {
    private static final JOSEObjectType TYPE = new JOSEObjectType("magento-ledger-checkpoint+jwt");

    /**
     * Reads the checkpoints in a file, one compact JWS a line.
     *
     * @throws UnusableException if there is none, or one of them is not a checkpoint that one of the keys signed
     */
    static List<SignedCheckpoint> read(String file, RealmKeys keys) throws UnusableException {
        List<SignedCheckpoint> checkpoints = new ArrayList<>();
        int number = 1;
        try (InputStream in = Input.file(file)) {
            Lines lines = new Lines(in);
            for (String line = lines.next(); line != null; line = lines.next(), number++) {
                if (!line.isBlank()) {
                    checkpoints.add(of(line.strip(), keys));
                }
            }
        } catch (IOException unreadable) {
            throw new UnusableException(Printable.of(file) + " cannot be read.");
        } catch (Lines.BadLineException | IllegalArgumentException | ParseException bad) {
            String why = bad instanceof ParseException ? "it is no compact JWS" : String.valueOf(bad.getMessage());
            throw new UnusableException("The checkpoint in line " + number + " of " + Printable.of(file)
                    + " cannot be trusted: " + why + ". The ledger was not verified.");
        }
        if (checkpoints.isEmpty()) {
            throw new UnusableException(Printable.of(file) + " holds no checkpoint. The ledger was not verified.");
        }
        return checkpoints;
    }

    /** @throws IllegalArgumentException if it is no checkpoint that one of the keys signed; the message is a clause */
    private static SignedCheckpoint of(String compact, RealmKeys keys) throws ParseException {
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
        if (!keys.has(header.getKeyID(), header.getAlgorithm())) {
            throw new IllegalArgumentException("the key that it names is not among the keys given");
        }
        if (!keys.signed(token)) {
            throw new IllegalArgumentException("its signature is wrong");
        }
        return payload(StrictJson.object(token.getPayload().toString()));
    }

    private static SignedCheckpoint payload(Map<String, Object> claims) {
        if (claims.get("iss") instanceof String issuer
                && claims.get("realm") instanceof String realm
                && claims.get("size") instanceof Long size
                && claims.get("head") instanceof String head
                && claims.get("iat") instanceof Long time) {
            return new SignedCheckpoint(issuer, new Checkpoint(realm, size, head, Instant.ofEpochSecond(time)));
        }
        throw new IllegalArgumentException("a claim of it is missing or of another type");
    }
}
