package cloud.magento.accounts.upstream.http;

import java.util.Locale;

/** What this server itself asks of upstream. */
public enum Endpoint {
    DISCOVERY,
    JWKS,
    TOKEN,
    USERINFO;

    /** The endpoint's name in metrics. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
