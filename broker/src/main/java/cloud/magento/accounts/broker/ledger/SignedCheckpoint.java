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
     * @param unchecked takes a sentence about each that names a key which is not given: it may be as old as that key
     * @throws UnusableException if there is none, or one of them is not a checkpoint that the key it names has signed
     */
    static List<SignedCheckpoint> read(String file, RealmKeys keys, List<String> unchecked) throws UnusableException {
        List<SignedCheckpoint> checkpoints = new ArrayList<>();
        int before = unchecked.size();
        int number = 1;
        try (InputStream in = Input.file(file)) {
            Lines lines = new Lines(in);
            for (String line = lines.next(); line != null; line = lines.next(), number++) {
                if (!line.isBlank()) {
                    try {
                        checkpoints.add(of(line.strip(), keys));
                    } catch (UnknownKeyException e) {
                        unchecked.add("The checkpoint in line " + number + " of " + Printable.of(file)
                                + " was not checked: the key that it names, " + e.getMessage()
                                + ", is not among the keys given.");
                    }
                }
            }
        } catch (IOException e) {
            throw new UnusableException(Printable.of(file) + " cannot be read.");
        } catch (Lines.BadLineException | IllegalArgumentException | ParseException e) {
            String why = e instanceof ParseException ? "it is no compact JWS" : String.valueOf(e.getMessage());
            throw new UnusableException("The checkpoint in line " + number + " of " + Printable.of(file)
                    + " cannot be trusted: " + why + ". The ledger was not verified.");
        }
        if (checkpoints.isEmpty() && unchecked.size() == before) {
            throw new UnusableException(Printable.of(file) + " holds no checkpoint. The ledger was not verified.");
        }
        return checkpoints;
    }

    /** What it says is of no use, and no sign that anybody forged it. */
    private static final class UnknownKeyException extends Exception {
        private static final long serialVersionUID = 1;

        UnknownKeyException(String id) {
            super(Printable.of(id));
        }
    }

    /**
     * @throws UnknownKeyException if the key that it names is not given
     * @throws IllegalArgumentException if it is no checkpoint that this key signed; the message is a clause
     */
    private static SignedCheckpoint of(String compact, RealmKeys keys) throws ParseException, UnknownKeyException {
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
            throw new UnknownKeyException(header.getKeyID());
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
