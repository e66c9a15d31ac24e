package cloud.magento.accounts.upstream.http;

import java.util.Locale;

/** What this server itself asks of upstream. */
public enum Endpoint {
    DISCOVERY,
    JWKS,
    /** Where authorization requests are pushed to (RFC 9126). */
    PAR,
    TOKEN,
    USERINFO;

    private final String id = name().toLowerCase(Locale.ROOT);
    private final String spanName = "MagentoUpstream." + id;

    /** The endpoint's name in metrics and in what a span tells. */
    public String id() {
        return id;
    }

    /** What the span of a call is called. */
    public String spanName() {
        return spanName;
    }
}
