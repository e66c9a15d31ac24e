package cloud.magento.accounts.broker.ways;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Second factors that a realm may let stand alone, as Keycloak keeps them. */
final class Credentials {
    private static final String OTP_SECRET = "secret of one-time codes";
    private static final int PERIOD_SECONDS = 30;
    private static final int MODULUS = 1_000_000;

    /** The first recovery code of every account. */
    static final String RECOVERY_CODE = "RECOVERYCODE";

    private static final int RECOVERY_CODES = 12;

    private Credentials() {}

    static Map<String, Object> otp() {
        return Map.of(
                "type", "otp",
                "secretData", "{\"value\":\"" + OTP_SECRET + "\"}",
                "credentialData",
                        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":" + PERIOD_SECONDS
                                + ",\"algorithm\":\"HmacSHA1\"}");
    }

    /** The code of this moment (RFC 6238). */
    static String otpNow() {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(OTP_SECRET.getBytes(UTF_8), "HmacSHA1"));
            long counter = Instant.now().getEpochSecond() / PERIOD_SECONDS;
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return "%06d".formatted(number % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

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
