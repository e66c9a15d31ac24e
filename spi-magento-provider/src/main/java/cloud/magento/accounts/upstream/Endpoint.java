package cloud.magento.accounts.upstream;

import java.util.Locale;

/** What this server itself asks of upstream. */
enum Endpoint {
    DISCOVERY,
    JWKS,
    TOKEN,
    USERINFO;

    /** The endpoint's name in metrics. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
