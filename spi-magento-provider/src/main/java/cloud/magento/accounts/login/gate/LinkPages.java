package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.login.step.UpstreamArrival;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SecondFactorRule;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.upstream.UpstreamClaims;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.PreviewPage;
import cloud.magento.accounts.web.ReadableTime;
import cloud.magento.accounts.web.SupportAddress;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.UserModel;

/** The required action's pages, in the words of the decision that led to them. */
final class LinkPages {
    private final RequiredActionContext context;
    private final AccountEvaluation evaluation;
    private final LinkDecision decision;
    private final UpstreamArrival arrival;
    private final Map<String, Object> data = new HashMap<>();

    LinkPages(
            RequiredActionContext context,
            AccountEvaluation evaluation,
            LinkDecision decision,
            UpstreamArrival arrival) {
        this.context = context;
        this.evaluation = evaluation;
        this.decision = decision;
        this.arrival = arrival;
        data.put("accountName", context.getUser().getUsername());
    }

    /** Tells on the page why the last attempt came to nothing. */
    LinkPages because(RecordedRefusal refusal) {
        data.put("error", refusal.reason().id());
        data.put("reference", refusal.reference());
        return this;
    }

    /** Names the upstream account that the last attempt was made with. */
    LinkPages having(String upstreamName) {
        data.put("usedUpstreamName", upstreamName);
        return this;
    }

    /** Tells that the person cancelled the last attempt. */
    LinkPages cancelled() {
        data.put("cancelled", true);
        return this;
    }

    /** The page that says that it worked, before the application shows, which would not. */
    Response connected() {
        data.put("localLoginKept", !evaluation.settings().closesLocalLogin());
        return page("magento-connected.ftl");
    }

    /** The page that asks: to sign in upstream where the account is linked, else to connect. */
    Response ask() {
        return evaluation
                .link()
                .map(link -> {
                    data.put("upstreamName", link.getUserName());
                    data.put("words", wordsOfLogin());
                    tellOfPassword();
                    return page("magento-login-required.ftl");
                })
                .orElseGet(this::askToConnect);
    }

    /** Which words say why a login at upstream is wanted of a linked account. */
    private String wordsOfLogin() {
        return switch (decision.reason()) {
            case SECOND_FACTOR_REQUIRED ->
                evaluation.settings().secondFactor() == SecondFactorRule.UPSTREAM
                        ? "magento.second-factor.upstream"
                        : "magento.second-factor.here";
            case LEVEL_REQUIRED -> "magento.step-up";
            case LOGIN_TOO_OLD -> "magento.too-old";
            default -> "magento.login-required";
        };
    }

    /** The page that shows whom is about to be tied to whom. */
    Response preview(BrokeredIdentityContext identity) {
        UserModel user = context.getUser();
        return new PreviewPage("link")
                .keepingLocalLogin(!evaluation.settings().closesLocalLogin())
                .leaving()
                .account(user.getUsername(), user.getEmail())
                .upstream(identity.getUsername(), identity.getEmail(), UpstreamClaims.isEmailVerified(identity))
                .render(context.getSession(), context.form());
    }

    /** Who came by something else than their password is told that it opens the account meanwhile, where it does. */
    private void tellOfPassword() {
        if (decision instanceof LinkDecision.LoginUpstream
                && evaluation.decideByPassword().reason() == ReasonCode.OUTAGE_DECLARED) {
            data.put(
                    "passwordUrl",
                    PageUrls.restartSignedOut(context.getSession(), context.getAuthenticationSession())
                            .toString());
        }
    }

    private Response askToConnect() {
        Locale locale = context.getSession().getContext().resolveLocale(context.getUser());
        Instant deadline = evaluation.deadline();
        boolean due = !evaluation.now().isBefore(deadline) || decision instanceof LinkDecision.LinkNow;
        data.put("phase", phase(due));
        data.put("deadline", ReadableTime.dateOf(deadline, locale));
        data.put("daysLeft", ReadableTime.daysUntil(evaluation.now(), deadline));
        data.put("canSkip", decision.passes() || decision instanceof LinkDecision.Remind);
        if (decision instanceof LinkDecision.Remind remind) {
            remind.skipsLeft().ifPresent(left -> data.put("skipsLeft", left));
        } else if (due && evaluation.now().isBefore(deadline)) {
            data.put("skipsLeft", 0);
        }
        return page("magento-link.ftl");
    }

    private String phase(boolean due) {
        if (decision instanceof LinkDecision.StepUp) {
            return "step-up";
        }
        return due ? "due" : "remind";
    }

    private Response page(String template) {
        data.put("canSignOut", true);
        arrival.tellOfUpstream(data);
        SupportAddress.show(context.getSession(), data);
        return arrival.asking(context.form().setAttribute("magento", data).createForm(template));
    }
}
