package cloud.magento.accounts.broker.ways;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Recovery codes, a second factor that a realm may let stand alone, as Keycloak keeps them. */
final class Credentials {
    /** The first recovery code of every account. */
    static final String RECOVERY_CODE = "RECOVERYCODE";

    private static final int RECOVERY_CODES = 12;

    private Credentials() {}

    /** As many as Keycloak makes, since it asks for new ones when few are left. */
    static Map<String, Object> recoveryCodes() {
        String codes = IntStream.rangeClosed(1, RECOVERY_CODES)
                .mapToObj(
                        number -> "{\"number\":" + number + ",\"encodedHashedValue\":\"" + hash(RECOVERY_CODE) + "\"}")
                .collect(Collectors.joining(","));
        return Map.of(
                "type",
                "recovery-authn-codes",
                "secretData",
                "{\"codes\":[" + codes + "]}",
                "credentialData",
                "{\"algorithm\":\"SHA-512\",\"remaining\":" + RECOVERY_CODES + ",\"total\":" + RECOVERY_CODES + "}");
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
