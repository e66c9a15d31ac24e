package cloud.magento.accounts.policy;

import java.util.Locale;

/** What a linked account's upstream login is to its local credentials. */
public enum PrimaryLogin {
    /**
     * A linked account opens only through upstream. Whoever knows or plants a local credential gets nothing by it;
     * while upstream is down, linked people cannot sign in unless an operator declares an outage.
     */
    REQUIRED,
    /**
     * Upstream is offered first, local credentials still open the account. People keep a second way in while upstream
     * is down; so does everybody who knows one of their passwords.
     */
    PREFERRED;

    /** The value as it stands in the provider's configuration. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
