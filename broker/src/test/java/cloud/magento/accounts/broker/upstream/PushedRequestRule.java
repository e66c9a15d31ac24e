package cloud.magento.accounts.broker.upstream;

/** Whether the stand-in takes authorization requests that were pushed to it (RFC 9126, section 5). */
public enum PushedRequestRule {
    /** It has no endpoint for that. */
    NONE,
    /** It announces one, and takes other requests too. */
    OFFERED,
    /** It takes no others. */
    REQUIRED
}
