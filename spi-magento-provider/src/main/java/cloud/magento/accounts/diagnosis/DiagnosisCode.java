package cloud.magento.accounts.diagnosis;

import java.util.List;
import java.util.Locale;

/** Why somebody can or cannot sign in. Each has one sentence in every language. */
public enum DiagnosisCode {
    /** Brute-force protection disabled the account, until somebody enables it. */
    LOCKED_FOR_GOOD(Verdict.NO, Remedy.ENABLE_ACCOUNT),
    /** The account is disabled. */
    ACCOUNT_DISABLED(Verdict.NO, Remedy.ENABLE_ACCOUNT),
    /** The application is disabled, for everybody. */
    APPLICATION_DISABLED(Verdict.NO, Remedy.ENABLE_APPLICATION),
    /** Brute-force protection holds the account up. */
    LOCKED_FOR_A_WHILE(Verdict.NO, Remedy.UNLOCK),
    /** The account is an application's own, and no person's. */
    CLIENT_ACCOUNT(Verdict.YES),
    /** The account is not linked, and has nothing of its own to sign in with. */
    NO_CREDENTIAL(Verdict.NO, Remedy.SEND_PASSWORD_MAIL, Remedy.INVITE_BY_MAIL, Remedy.GIVE_PASSWORD),
    /** The account needs Magento.com, and the provider is disabled. */
    UPSTREAM_DISABLED(Verdict.NO, Remedy.ENABLE_PROVIDER, Remedy.EXEMPT),
    /** The account needs Magento.com, which does not answer. */
    UPSTREAM_UNAVAILABLE(Verdict.NO, Remedy.EXEMPT),
    /** The account is linked to one person by Keycloak's table and to another by the registry, or to one of several. */
    LINK_CONTRADICTED(Verdict.NO, Remedy.REMOVE_LINK, Remedy.EXEMPT),
    /** The registry has a link that Keycloak has not, so it opens nothing. */
    LINK_ONLY_IN_REGISTRY(Verdict.AFTER_CONNECTING, Remedy.CONNECT, Remedy.RECONCILE, Remedy.EXEMPT),
    /** The deadline has not come, but no reminder can be put off any more. */
    REMINDERS_USED_UP(Verdict.AFTER_CONNECTING, Remedy.CONNECT, Remedy.EXEMPT),
    /** The deadline has passed. */
    LINK_REQUIRED(Verdict.AFTER_CONNECTING, Remedy.CONNECT, Remedy.EXEMPT),
    /** What the account has here is not strong enough for the application or the realm. */
    LEVEL_REQUIRED(Verdict.AFTER_CONNECTING, Remedy.CONNECT),
    /** The realm wants a verified address, and can send no mail that would verify it. */
    EMAIL_UNVERIFIED(Verdict.NO, Remedy.VERIFY_EMAIL),
    /** The account opens through Magento.com alone, and the flow calls its right password wrong. */
    FOREIGN_FLOW(Verdict.UPSTREAM_ONLY, Remedy.SIGN_IN_UPSTREAM, Remedy.MEND_FLOW),
    /** The account opens through Magento.com alone, by a link that the registry does not know yet. */
    LINK_ONLY_IN_KEYCLOAK(Verdict.UPSTREAM_ONLY, Remedy.SIGN_IN_UPSTREAM, Remedy.RECONCILE),
    /** The account opens through Magento.com alone. */
    LOGIN_REQUIRED(Verdict.UPSTREAM_ONLY, Remedy.SIGN_IN_UPSTREAM, Remedy.INVITE, Remedy.EXEMPT),
    /** Nothing but its link opens the account, since it has nothing of its own to sign in with. */
    LINKED_WITHOUT_CREDENTIAL(Verdict.UPSTREAM_ONLY, Remedy.SIGN_IN_UPSTREAM),
    /** The person is asked to connect, and can put it off. */
    REMINDED(Verdict.YES, Remedy.CONNECT),
    /** The policy only reports that the account would have to be connected. */
    REPORTED_LINK(Verdict.YES, Remedy.CONNECT),
    /** The policy only reports that the account would have to be opened through Magento.com. */
    REPORTED_LOGIN(Verdict.YES, Remedy.SIGN_IN_UPSTREAM),
    /** The policy only reports that the person would be reminded. */
    REPORTED_REMINDER(Verdict.YES, Remedy.CONNECT),
    /** A declared outage lets the kept password open the account for a time. */
    OUTAGE_DECLARED(Verdict.YES),
    /** The account is let through for a time. */
    EXEMPT(Verdict.YES),
    /** The account is linked and opens by either way, but Magento.com cannot be used. */
    LOCAL_ONLY(Verdict.LOCAL_ONLY),
    /** The account is linked and opens by either way. */
    LINKED(Verdict.YES),
    /** The deadline has not come, and nobody is reminded yet. */
    NOT_DUE(Verdict.YES);

    private final Verdict verdict;
    private final List<Remedy> remedies;

    DiagnosisCode(Verdict verdict, Remedy... remedies) {
        this.verdict = verdict;
        this.remedies = List.of(remedies);
    }

    public Verdict verdict() {
        return verdict;
    }

    /** What helps, the best first. */
    List<Remedy> remedies() {
        return remedies;
    }

    /** The public form, in lower kebab-case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
