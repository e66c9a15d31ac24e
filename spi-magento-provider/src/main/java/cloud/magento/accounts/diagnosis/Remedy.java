package cloud.magento.accounts.diagnosis;

import java.util.Locale;

/** What can be done. */
public enum Remedy {
    /** Enable the account. */
    ENABLE_ACCOUNT,
    /** Enable the application. */
    ENABLE_APPLICATION,
    /** End what brute-force protection does to the account for a while. */
    UNLOCK,
    /** Enable the provider. */
    ENABLE_PROVIDER,
    /** Remove Keycloak's link, so that the person can connect anew. */
    REMOVE_LINK,
    /** Have the tables of links say the same. */
    RECONCILE,
    /** The person connects the account. */
    CONNECT,
    /** The person signs in through Magento.com. */
    SIGN_IN_UPSTREAM,
    /** Invite a person who lost their Magento.com account to connect another one. */
    INVITE,
    /** Send the mail by which the person sets a password. */
    SEND_PASSWORD_MAIL,
    /** Invite a person whose account has nothing to prove it by but its mail. */
    INVITE_BY_MAIL,
    /** Give the account a password that the person has to change. */
    GIVE_PASSWORD,
    /** Take the address for verified. */
    VERIFY_EMAIL,
    /** Have the flow ask for the password by our step. */
    MEND_FLOW,
    /** Let the account through for a time. */
    EXEMPT;

    /** The public form, in lower kebab-case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
