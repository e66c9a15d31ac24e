package cloud.magento.accounts.broker.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Recovery codes, as Keycloak keeps them. */
public final class RecoveryCodes {
    /** Each recovery code of every account. */
    public static final String ANY = "RECOVERYCODE";

    private static final int COUNT = 12;

    private RecoveryCodes() {}

    /** As many as Keycloak makes, since it asks for new ones when few are left. */
    public static Map<String, Object> credential() {
        String codes = IntStream.rangeClosed(1, COUNT)
                .mapToObj(number -> "{\"number\":" + number + ",\"encodedHashedValue\":\"" + hash(ANY) + "\"}")
                .collect(Collectors.joining(","));
        return Map.of(
                "type",
                "recovery-authn-codes",
                "secretData",
                "{\"codes\":[" + codes + "]}",
                "credentialData",
                "{\"algorithm\":\"SHA-512\",\"remaining\":" + COUNT + ",\"total\":" + COUNT + "}");
    }

    private static String hash(String code) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(code.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
