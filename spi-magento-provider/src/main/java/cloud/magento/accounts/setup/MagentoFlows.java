package cloud.magento.accounts.setup;

import static org.keycloak.models.AuthenticationExecutionModel.Requirement.ALTERNATIVE;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.CONDITIONAL;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.REQUIRED;

import cloud.magento.accounts.setup.FlowPlan.Authenticator;
import cloud.magento.accounts.setup.FlowPlan.Step;
import cloud.magento.accounts.setup.FlowPlan.Subflow;
import cloud.magento.accounts.upstream.FirstLoginFlow;
import cloud.magento.accounts.upstream.PostLoginFlow;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** The five flows of the policy. Second factors stand where Keycloak's own flows have them. */
final class MagentoFlows {
    /** Each kind of second factor that Keycloak can ask for on a page: whichever the account has is asked for. */
    private static final List<String> ON_PAGES =
            List.of("auth-otp-form", "webauthn-authenticator", "auth-recovery-authn-code-form");

    /**
     * Sign-in: single sign-on, or straight to Magento.com where a client asks for it, or the page that offers
     * Magento.com first and the local password below it.
     */
    static final FlowPlan BROWSER = new FlowPlan(
            "magento browser",
            "Sign-in with Magento.com first, and the local password for those who still have to link.",
            List.of(
                    authenticator("auth-cookie", ALTERNATIVE),
                    authenticator("identity-provider-redirector", ALTERNATIVE),
                    new Subflow(
                            "magento browser forms",
                            "The sign-in page and the second factor.",
                            ALTERNATIVE,
                            List.of(
                                    authenticator("magento-password-form", REQUIRED),
                                    secondFactor("magento browser second factor", ALTERNATIVE, ON_PAGES)))));

    /**
     * What follows when Magento.com sends somebody whom no account is linked to: a new account, or proof of an old one.
     */
    static final FlowPlan FIRST_BROKER_LOGIN = new FlowPlan(
            FirstLoginFlow.ALIAS,
            "Ties an unknown Magento.com identity to a new account, or to an existing one that is proven.",
            List.of(
                    authenticator("magento-match-account", REQUIRED),
                    new Subflow(
                            "magento first login account",
                            "A new account or an existing one.",
                            REQUIRED,
                            List.of(
                                    authenticator("magento-create-account", ALTERNATIVE),
                                    new Subflow(
                                            "magento prove account",
                                            "Proof that the existing account is the person's own.",
                                            ALTERNATIVE,
                                            List.of(
                                                    authenticator("magento-prove-account", REQUIRED),
                                                    secondFactor(
                                                            "magento prove second factor", ALTERNATIVE, ON_PAGES))))),
                    authenticator("magento-confirm-link", REQUIRED)));

    /**
     * What follows each login at Magento.com: the second factor that the account kept, by whichever of Keycloak's steps
     * it has one for.
     */
    static final FlowPlan POST_BROKER_LOGIN = new FlowPlan(
            PostLoginFlow.ALIAS,
            "Asks for the second factor that a linked account has kept, unless Magento.com tells of one.",
            List.of(
                    // A flow of nothing but a condition that does not hold fails.
                    authenticator("allow-access-authenticator", REQUIRED),
                    new Subflow(
                            "magento kept second factor",
                            "Asks accounts that kept a second factor for it.",
                            CONDITIONAL,
                            below(authenticator("magento-kept-second-factor", REQUIRED), ALTERNATIVE, ON_PAGES))));

    /** The password grant, with the gate as its last step. */
    static final FlowPlan DIRECT_GRANT = new FlowPlan(
            "magento direct grant",
            "The password grant; refuses accounts that must link or sign in with Magento.com.",
            List.of(
                    authenticator("direct-grant-validate-username", REQUIRED),
                    authenticator("magento-grant-password", REQUIRED),
                    secondFactor("magento direct grant second factor", REQUIRED, List.of("direct-grant-validate-otp")),
                    authenticator("magento-grant-gate", REQUIRED)));

    /** Forgotten passwords, with a mail of its own for accounts that sign in with Magento.com. */
    static final FlowPlan RESET_CREDENTIALS = new FlowPlan(
            "magento reset credentials",
            "Resets a forgotten password; tells linked accounts to sign in with Magento.com.",
            List.of(
                    authenticator("reset-credentials-choose-user", REQUIRED),
                    authenticator("magento-reset-email", REQUIRED),
                    authenticator("reset-password", REQUIRED),
                    secondFactor("magento reset second factor", REQUIRED, List.of("reset-otp"))));

    private MagentoFlows() {}

    private static Step authenticator(String id, Requirement requirement) {
        return new Authenticator(id, requirement);
    }

    private static Step secondFactor(String alias, Requirement requirement, List<String> authenticators) {
        return new Subflow(
                alias,
                "Asks accounts that have a second factor for it.",
                CONDITIONAL,
                below(authenticator("conditional-user-configured", REQUIRED), requirement, authenticators));
    }

    private static List<Step> below(Step condition, Requirement requirement, List<String> authenticators) {
        return Stream.concat(Stream.of(condition), authenticators.stream().map(id -> authenticator(id, requirement)))
                .toList();
    }
}
