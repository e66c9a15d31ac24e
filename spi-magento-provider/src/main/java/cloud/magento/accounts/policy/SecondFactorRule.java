package cloud.magento.accounts.policy;

import java.util.Locale;

/**
 * What becomes of the second factor of an account that is linked. It counts where it was proven when the account was
 * linked, or was made since, in a session that the link had opened; one that was there before and was not proven may be
 * anybody's, and is never asked for.
 */
public enum SecondFactorRule {
    /** It is asked for after a login at upstream, unless upstream tells of a second factor of its own. */
    KEPT,
    /** It is not asked for; instead upstream has to tell of a second factor, or the login is not enough. */
    UPSTREAM,
    /** Nobody asks for one: the account opens by whatever upstream asked for. */
    NEVER;

    /** Note of a user session that was opened by a login at upstream: {@code true} where that was not enough. */
    public static final String MISSING_NOTE = "magento.session.second-factor-missing";

    /** The value as it stands in the provider's configuration. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
