package cloud.magento.accounts.broker.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app (RFC 6238) that is set up for an account. */
public final class OneTimeCodes {
    private static final String SECRET = "secret of one-time codes";
    private static final int PERIOD_SECONDS = 30;
    private static final int MODULUS = 1_000_000;

    private OneTimeCodes() {}

    /** The credential as Keycloak keeps it. */
    public static Map<String, Object> credential() {
        return Map.of(
                "type", "otp",
                "secretData", "{\"value\":\"" + SECRET + "\"}",
                "credentialData",
                        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":" + PERIOD_SECONDS
                                + ",\"algorithm\":\"HmacSHA1\"}");
    }

    /** What a realm has to be told to take the code of one half minute several times; it takes all or nothing. */
    public static Map<String, Object> reusable() {
        return Map.of(
                "otpPolicyType",
                "totp",
                "otpPolicyAlgorithm",
                "HmacSHA1",
                "otpPolicyDigits",
                6,
                "otpPolicyLookAheadWindow",
                1,
                "otpPolicyInitialCounter",
                0,
                "otpPolicyPeriod",
                PERIOD_SECONDS,
                "otpPolicyCodeReusable",
                true);
    }

    /** The code of this moment. */
    public static String now() {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA1"));
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

    /** A code that is never right at this moment. */
    public static String wrong() {
        return "%06d".formatted((Integer.parseInt(now()) + MODULUS / 2) % MODULUS);
    }
}
