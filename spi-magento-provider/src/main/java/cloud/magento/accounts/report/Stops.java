package cloud.magento.accounts.report;

/**
 * How many accounts are stopped.
 *
 * @param linkRequired accounts without a link, for which nothing but linking is left
 * @param loginRequired linked accounts that come in by another way than Magento.com, which is closed to them
 */
public record Stops(long linkRequired, long loginRequired) {
    static final Stops NONE = new Stops(0, 0);

    /** All of them. */
    public long total() {
        return linkRequired + loginRequired;
    }

    Stops plus(Stops other) {
        return new Stops(linkRequired + other.linkRequired, loginRequired + other.loginRequired);
    }
}
