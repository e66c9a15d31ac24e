package cloud.magento.accounts.doctor;

import cloud.magento.accounts.doctor.SignInFlow.Use;

/** What comes of a flow with Keycloak's own step for the password, by what the flow is for. */
final class Consequences {
    private Consequences() {}

    /** @param whose whose people it is about: {@code the realm}, or a client */
    static Found of(Use use, String whose, String subject, String fault) {
        return switch (use) {
            case BROWSER ->
                Found.severe(
                        subject,
                        fault,
                        "Linked people who sign in to " + whose
                                + " with their password read that it is wrong, however often"
                                + " they try. They are shut out, and nothing tells them to sign in with"
                                + " Magento.com.",
                        "Have the step magento-password-form in its place, REQUIRED, or bind the flow magento"
                                + " browser.");
            case DIRECT_GRANT ->
                Found.warning(
                        subject,
                        fault,
                        "Password grants of " + whose
                                + " are refused to linked people as if their password were wrong, and"
                                + " not with magento_login_required, by which the application could send them to sign"
                                + " in.",
                        "Have the step magento-grant-password in its place and magento-grant-gate as the last, both"
                                + " REQUIRED, or bind the flow magento direct grant.");
            case RESET_CREDENTIALS ->
                Found.warning(
                        subject,
                        fault,
                        "Linked people who forgot their password are mailed a link that sets a password which opens"
                                + " nothing.",
                        "Have the step magento-reset-email in its place, REQUIRED, or bind the flow magento reset"
                                + " credentials.");
        };
    }
}
