package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.login.step.GuardedStep;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.web.FaultGuard;
import cloud.magento.accounts.web.MailName;
import cloud.magento.accounts.web.MailPace;
import cloud.magento.accounts.web.MailServer;
import cloud.magento.accounts.web.PageUrls;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.resetcred.ResetCredentialEmail;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.messages.Messages;

/**
 * Keycloak's "forgot password" mail, but for an account that opens only through upstream: that one is mailed how to
 * sign in instead, since a new password would open nothing. The page's answer is the same as always, so that it tells
 * nobody which accounts exist or are linked.
 */
public final class ResetEmailFactory extends ResetCredentialEmail {
    private static final Logger LOG = Logger.getLogger(ResetEmailFactory.class);
    private static final int HINTS_AN_HOUR = 3;

    @Override
    public Authenticator create(KeycloakSession session) {
        return new GuardedStep(this, FaultGuard.inBrowser(session));
    }

    @Override
    public String getId() {
        return "magento-reset-email";
    }

    @Override
    public String getDisplayType() {
        return "Magento.com: send reset email";
    }

    @Override
    public String getHelpText() {
        return "Keycloak's reset email; an account that opens only through Magento.com is mailed how to sign in"
                + " instead.";
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (!MailServer.isConfigured(context.getRealm())) {
            // The same for everybody, so that it tells nothing of any account; and no promise of a mail.
            context.clearUser();
            context.forkWithErrorMessage(new FormMessage("magento.sign-in.no-mail"));
        } else if (mustComeThroughUpstream(context)) {
            sendHint(context);
        } else {
            super.authenticate(context);
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (mustComeThroughUpstream(context)) {
            sendHint(context);
        } else {
            super.action(context);
        }
    }

    private static boolean mustComeThroughUpstream(AuthenticationFlowContext context) {
        return Optional.ofNullable(context.getUser())
                .flatMap(user -> AccountEvaluation.of(context.getSession(), context.getRealm(), user))
                .filter(evaluation -> evaluation.decide(false) instanceof LinkDecision.LoginUpstream)
                .isPresent();
    }

    private static void sendHint(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        EventBuilder event = context.getEvent()
                .clone()
                .event(EventType.SEND_RESET_PASSWORD)
                .user(user)
                .detail(EventDetails.REASON, ReasonCode.LOGIN_REQUIRED.id());
        if (user.getEmail() != null && !user.getEmail().isBlank() && mayHint(context, user)) {
            try {
                // Keycloak adds to the map of what the template is given.
                context.getSession()
                        .getProvider(EmailTemplateProvider.class)
                        .setRealm(context.getRealm())
                        .setUser(user)
                        .setAuthenticationSession(context.getAuthenticationSession())
                        .send(
                                "magento.mail.sign-in-hint.subject",
                                "magento-sign-in-hint.ftl",
                                new HashMap<>(Map.of(
                                        "link",
                                        PageUrls.accountPage(context.getSession(), context.getRealm())
                                                .toString(),
                                        "accountName",
                                        MailName.of(user.getUsername()))));
                event.success();
            } catch (EmailException notSent) {
                LOG.warnf("The sign-in hint for account %s could not be mailed", user.getId());
                event.detail(Details.REASON, "mail").error("email_send_failed");
            }
        }
        context.clearUser();
        context.forkWithSuccessMessage(new FormMessage(Messages.EMAIL_SENT));
    }

    /** Anybody may ask for it, as often as they like, so it does not always go. */
    private static boolean mayHint(AuthenticationFlowContext context, UserModel user) {
        return MailPace.of(context.getSession(), context.getRealm())
                .admits("sign-in-hint", user.getId(), HINTS_AN_HOUR, Duration.ofHours(1));
    }
}
