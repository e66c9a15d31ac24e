package cloud.magento.accounts.broker.ways;

/** Whose account it is that a way may open: the matrix's columns. */
public enum Holder {
    UNLINKED("unlinked, overdue", "link-required"),
    LINKED("linked, local credential", "login-required"),
    EXEMPT("exempt (not linked)", "link-required"),
    SERVICE("service account", "");

    private final String title;
    private final String reason;

    Holder(String title, String reason) {
        this.title = title;
        this.reason = reason;
    }

    String title() {
        return title;
    }

    /** The reason code of every refusal of such an account; empty for one that is never refused. */
    String reason() {
        return reason;
    }
}
