package cloud.magento.accounts.policy;

/** Comparing email addresses where a wrong match would hand an account to a stranger. */
public final class EmailAddress {
    private EmailAddress() {}

    /**
     * Whether two addresses are the same but for the case of the letters A to Z. Case rules beyond ASCII fold different
     * addresses into one (the Kelvin sign becomes a k), so other letters must be equal as they are.
     */
    public static boolean same(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (lower(one.charAt(i)) != lower(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char letter) {
        return letter >= 'A' && letter <= 'Z' ? (char) (letter + ('a' - 'A')) : letter;
    }
}
