package cloud.magento.accounts.broker.ways;

import java.util.Optional;

/** What stood in the way, and by what it can be told that it did. */
public enum Hook {
    ACTION(
            "A",
            "login",
            Trace.NONE,
            "required action magento-link, decided at every login and single sign-on. No event: nothing is refused yet,"
                    + " the page says what to do; counted as magento_gate_decisions{hook=login}"),
    ACTION_UNSEEN(
            "A",
            "login",
            Trace.REASON,
            "the same where no page may be shown (prompt=none, SAML IsPassive and ECP): the application is sent away,"
                    + " with an event"),
    ACTION_IN_GRANT(
            "A",
            "login",
            Trace.of("LOGIN_ERROR", "resolve_required_actions"),
            "the same in a password grant. Keycloak's own event names the cause"),
    ACTION_FOR_LINKING(
            "A",
            "",
            Trace.NONE,
            "the same when it is to tie an account: only after a sign-in of just now, which it asks for"),
    TOKENS("B", "token", Trace.REASON, "token gate, at every issuing of tokens"),
    ASSERTIONS("S", "saml", Trace.REASON, "SAML gate, at every assertion, which the token gate has no say in"),
    REGISTRIES(
            "T",
            "docker",
            Trace.REASON,
            "Docker gate, at every token for a container registry, which Keycloak builds itself"),
    LINKS("C", "", Trace.NONE, "veto on links and unlinks. No event: nothing has changed, the answer says why"),
    PASSWORDS(
            "D",
            "",
            Trace.of("LOGIN_ERROR", "invalid_user_credentials"),
            "password gate: a linked account's password is not valid. Keycloak's own event, as for any wrong password,"
                    + " so that nobody learns that the account is linked"),
    FORM("F", "password", Trace.REASON, "magento-password-form: says where to sign in, completes nothing"),
    GRANT("G", "grant", Trace.REASON, "magento-grant-gate and magento-grant-password, in our direct grant flow"),
    RESET("R", "", Trace.REASON, "magento-reset-email: mails where to sign in, sets nothing"),
    PRIOR("P", "", Trace.NONE, "ended when the link was made. Keycloak's own event names the dead token or session"),
    MAILS("M", "", Trace.NONE, "sign-ins that are over: a mail from before the link is refused, with an event"),
    KEYCLOAK("K", "", Trace.NONE, "Keycloak itself, for anybody"),
    NOTHING("", "", Trace.NONE, "");

    private final String letter;
    private final String counter;
    private final Trace trace;
    private final String explanation;

    Hook(String letter, String counter, Trace trace, String explanation) {
        this.letter = letter;
        this.counter = counter;
        this.trace = trace;
        this.explanation = explanation;
    }

    String letter() {
        return letter;
    }

    /** The label {@code hook} under which this one counts its decisions. */
    Optional<String> counter() {
        return counter.isEmpty() ? Optional.empty() : Optional.of(counter);
    }

    Trace trace() {
        return trace;
    }

    String explanation() {
        return explanation;
    }

    /** The user event that a refusal leaves. */
    record Trace(boolean reason, String type, String error) {
        /** None of its own. */
        static final Trace NONE = new Trace(false, "", "");

        /** One that carries our reason code. */
        static final Trace REASON = new Trace(true, "", "");

        /** One of Keycloak's. */
        static Trace of(String type, String error) {
            return new Trace(false, type, error);
        }
    }
}
