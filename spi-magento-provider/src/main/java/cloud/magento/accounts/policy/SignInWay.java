package cloud.magento.accounts.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By which way a session was opened, as far as that matters to whom the policy stops. */
public enum SignInWay {
    /** By a login at upstream. */
    UPSTREAM,
    /** On a page here, by what the account itself has: a password, a passkey, a mail. */
    LOCAL,
    /** At another identity provider. */
    OTHER_PROVIDER,
    /** By a grant that shows no page, such as the password grant: what stops it can only be an error. */
    GRANT;

    /** The public form, in lower kebab-case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The way with this public form, or empty. */
    public static Optional<SignInWay> ofId(String id) {
        return Arrays.stream(values()).filter(way -> way.id().equals(id)).findFirst();
    }

    /**
     * Whether it is closed to a linked account wherever upstream is the only way in.
     *
     * @param passwordAdmitted whether a declared outage lets the password that the account kept count
     */
    public boolean isClosedToLinked(boolean passwordAdmitted) {
        return switch (this) {
            case UPSTREAM -> false;
            case OTHER_PROVIDER -> true;
            case LOCAL, GRANT -> !passwordAdmitted;
        };
    }

    /** Whether the session counts as opened by a login at upstream. */
    public boolean isThroughUpstream() {
        return this == UPSTREAM;
    }
}
