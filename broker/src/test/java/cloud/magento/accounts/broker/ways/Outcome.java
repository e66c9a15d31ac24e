package cloud.magento.accounts.broker.ways;

/** What an attempt came to. */
public enum Outcome {
    TOKENS("tokens", true),
    ASSERTION("assertion", true),
    SERVED("served", true),
    CONNECT_PAGE("must connect", false),
    UPSTREAM_PAGE("must sign in upstream", false),
    CODE_PAGE("must show second factor", false),
    TOLD_PAGE("told to sign in upstream", false),
    WRONG_CREDENTIALS("wrong credentials", false),
    SIGN_IN_PAGE("sign-in page", false),
    NOTICE("a notice, no session", false),
    INTERACTION_REQUIRED("interaction_required", false),
    LOGIN_REQUIRED("login_required", false),
    REQUEST_DENIED("RequestDenied", false),
    NO_PASSIVE("NoPassive", false),
    MAGENTO_LINK_REQUIRED("magento_link_required", false),
    MAGENTO_LOGIN_REQUIRED("magento_login_required", false),
    NOT_SET_UP("not fully set up", false),
    ENDED("session ended", false),
    UNAUTHORIZED("401", false),
    VETOED("403, may not unlink", false),
    REFUSED("refused", false),
    NOT_APPLICABLE("n/a", false),
    /** None of these; what it was stands in the finding's text. */
    OTHER("something else", false);

    private final String words;
    private final boolean opens;

    Outcome(String words, boolean opens) {
        this.words = words;
        this.opens = opens;
    }

    String words() {
        return words;
    }

    /** Whether the account is open now. */
    boolean opens() {
        return opens;
    }
}
