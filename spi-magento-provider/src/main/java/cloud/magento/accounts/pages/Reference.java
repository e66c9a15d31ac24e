package cloud.magento.accounts.pages;

import org.keycloak.common.util.SecretGenerator;

/**
 * The number a refusal carries on its page and in its event, so that support finds the one from the other. It names no
 * person and grants nothing. Letters and digits that are easily mistaken when read aloud are left out.
 */
public final class Reference {
    private static final char[] ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ".toCharArray();

    private Reference() {}

    /** A fresh reference such as {@code M-7F3K-Q2XD}: 28^8 possibilities. */
    public static String next() {
        SecretGenerator random = SecretGenerator.getInstance();
        return "M-" + random.randomString(4, ALPHABET) + "-" + random.randomString(4, ALPHABET);
    }
}
