package cloud.magento.accounts.broker.upstream;

/** What the stand-in serves to the broker or to a person's browser. */
public enum Endpoint {
    DISCOVERY("/.well-known/openid-configuration"),
    KEYS("/keys"),
    AUTHORIZATION("/authorize"),
    LOGIN("/login"),
    ACCOUNT("/account"),
    /** Where the broker pushes authorization requests (RFC 9126). */
    PAR("/par"),
    TOKEN("/token"),
    USERINFO("/userinfo"),
    LOGOUT("/logout"),
    /** Answers what its own address says: a place that nobody should be led to. */
    ECHO("/echo");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    public String path() {
        return path;
    }
}
