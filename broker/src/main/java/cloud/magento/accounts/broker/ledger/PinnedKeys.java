package cloud.magento.accounts.broker.ledger;

import cloud.magento.accounts.ledger.chain.ChainCheck;
import cloud.magento.accounts.ledger.chain.LogPublicKey;
import cloud.magento.accounts.ledger.chain.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log keys that whoever verifies knows from elsewhere: the public halves, or their ids alone. They are what a whole
 * ledger made anew cannot have.
 */
final class PinnedKeys {
    private static final int LARGEST_FILE = 1 << 20;
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private final List<String> ids = new ArrayList<>();
    private final List<LogPublicKey> keys = new ArrayList<>();

    private PinnedKeys() {}

    /**
     * Reads what was given, each a file or else an id: a JWK, a JWK set, or a public key in PEM.
     *
     * @throws UnusableException if one is neither, or holds a key that is no log key, such as a realm's
     */
    static PinnedKeys read(List<String> given) throws UnusableException {
        PinnedKeys pinned = new PinnedKeys();
        for (String one : given) {
            if (KID.matcher(one).matches() && !isFile(one)) {
                pinned.ids.add(one);
            } else {
                pinned.keys.addAll(file(one));
            }
        }
        return pinned;
    }

    void into(ChainCheck check) {
        ids.forEach(check::pin);
        keys.forEach(check::pin);
    }

    private static List<LogPublicKey> file(String name) throws UnusableException {
        String text;
        try (InputStream in = Input.file(name)) {
            text = new String(in.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UnusableException(Printable.of(name) + " cannot be read.");
        }
        try {
            List<LogPublicKey> found = text.startsWith("{") ? jwks(StrictJson.object(text)) : List.of(pem(text));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // Said below: it is no log key.
        }
        throw new UnusableException(Printable.of(name)
                + " holds something else than log keys, which are Ed25519 keys. Save them from"
                + " /realms/REALM/magento/log-keys; the realm's other keys go after --keys.");
    }

    private static List<LogPublicKey> jwks(Map<String, Object> document) {
        List<?> keys = document.get("keys") instanceof List<?> list ? list : List.of(document);
        return keys.stream().map(PinnedKeys::jwk).toList();
    }

    private static LogPublicKey jwk(Object jwk) {
        if (jwk instanceof Map<?, ?> members) {
            Map<String, Object> known = new TreeMap<>();
            members.forEach((name, value) -> known.put(String.valueOf(name), value));
            return LogPublicKey.ofJwk(known)
                    .filter(key -> !known.containsKey("kid") || key.kid().equals(known.get("kid")))
                    .orElseThrow(IllegalArgumentException::new);
        }
        throw new IllegalArgumentException();
    }

    private static LogPublicKey pem(String text) throws GeneralSecurityException {
        Matcher block = PEM.matcher(text);
        if (!block.matches()) {
            throw new IllegalArgumentException();
        }
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
        return LogPublicKey.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    }

    private static boolean isFile(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
