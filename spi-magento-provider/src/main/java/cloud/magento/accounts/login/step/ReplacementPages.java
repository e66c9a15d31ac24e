package cloud.magento.accounts.login.step;

import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.upstream.UpstreamClaims;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.PreviewPage;
import cloud.magento.accounts.web.RefusalPage;
import cloud.magento.accounts.web.SupportAddress;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** What the ways to replace an account's link show alike: the question, the preview, and the refusal that ends them. */
public final class ReplacementPages {
    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final FederatedIdentityModel link;
    private final UpstreamArrival arrival;

    /** @param link that is about to be replaced */
    public ReplacementPages(RequiredActionContext context, FederatedIdentityModel link, UpstreamArrival arrival) {
        this.context = context;
        this.session = context.getSession();
        this.link = link;
        this.arrival = arrival;
    }

    /** Shows who takes the place of whom. */
    public void preview(BrokeredIdentityContext identity) {
        UserModel user = context.getUser();
        context.challenge(new PreviewPage("switch")
                .account(user.getUsername(), user.getEmail())
                .instead(link.getUserName())
                .upstream(identity.getUsername(), identity.getEmail(), UpstreamClaims.isEmailVerified(identity))
                .render(session, context.form()));
    }

    /**
     * Asks whether to go on.
     *
     * @param template of the page
     * @param further what it is given besides
     * @param refusal what went wrong before, or null
     */
    public void ask(String template, Map<String, Object> further, @Nullable RecordedRefusal refusal) {
        Map<String, Object> data = new HashMap<>(further);
        data.put("accountName", context.getUser().getUsername());
        data.put("upstreamName", link.getUserName());
        if (refusal != null) {
            data.put("error", refusal.reason().id());
            data.put("reference", refusal.reference());
        }
        arrival.tellOfUpstream(data);
        SupportAddress.show(session, data);
        context.challenge(
                arrival.asking(context.form().setAttribute("magento", data).createForm(template)));
    }

    /** For a refusal that rolls the transaction back. */
    public void refuseFinally(ReasonCode reason, BrokeredIdentityContext identity) {
        context.challenge(new RefusalPage(session, arrival.refuse(reason))
                .within(context.getAuthenticationSession())
                .having(identity.getUsername())
                .accountAt(PageUrls.accountPage(session, context.getRealm()))
                .render(Response.Status.CONFLICT));
    }
}
