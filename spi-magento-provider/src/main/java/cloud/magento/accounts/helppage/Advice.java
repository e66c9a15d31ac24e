package cloud.magento.accounts.helppage;

import cloud.magento.accounts.diagnosis.DiagnosisCode;
import java.util.Locale;

/** What a person who has shown whose account it is may do themselves about what a diagnosis found of it. */
enum Advice {
    /** The account has to be connected, or soon has to be. */
    CONNECT,
    /** The account is connected: its Magento.com account opens it. */
    SIGN_IN,
    /** Magento.com cannot be used at the moment. */
    WAIT_FOR_MAGENTO,
    /** A declared outage: the password opens the account meanwhile. */
    USE_PASSWORD,
    /** Brute-force protection holds the account up for a while. */
    WAIT,
    /** Nothing that the person could do helps. */
    ASK_SUPPORT,
    /** Nothing stands in the way. */
    NOTHING;

    static Advice of(DiagnosisCode code) {
        return switch (code) {
            case LINK_REQUIRED,
                    REMINDERS_USED_UP,
                    REMINDED,
                    REPORTED_LINK,
                    REPORTED_REMINDER,
                    LINK_ONLY_IN_REGISTRY,
                    LEVEL_REQUIRED -> CONNECT;
            case LOGIN_REQUIRED, REPORTED_LOGIN, LINK_ONLY_IN_KEYCLOAK, FOREIGN_FLOW, LINKED_WITHOUT_CREDENTIAL ->
                SIGN_IN;
            case UPSTREAM_DISABLED, UPSTREAM_UNAVAILABLE -> WAIT_FOR_MAGENTO;
            case OUTAGE_DECLARED, LOCAL_ONLY -> USE_PASSWORD;
            case LOCKED_FOR_A_WHILE -> WAIT;
            case LOCKED_FOR_GOOD,
                    ACCOUNT_DISABLED,
                    APPLICATION_DISABLED,
                    LINK_CONTRADICTED,
                    EMAIL_UNVERIFIED,
                    NO_CREDENTIAL -> ASK_SUPPORT;
            case LINKED, NOT_DUE, EXEMPT, CLIENT_ACCOUNT -> NOTHING;
        };
    }

    /** The advice's name in message keys, for example {@code sign-in}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
