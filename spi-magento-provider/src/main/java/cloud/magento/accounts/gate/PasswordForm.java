package cloud.magento.accounts.gate;

import cloud.magento.accounts.linking.LinkDecision;
import cloud.magento.accounts.standing.AccountStanding;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.upstream.Trip;
import cloud.magento.accounts.upstream.UpstreamTrips;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's username and password form, with all its brute-force protection, for who still has to link. A linked account
 * that must come through upstream is told so once its right password was given (before, nobody learns that it is linked)
 * and is taken there; the sign-in goes on as nobody's.
 */
final class PasswordForm extends UsernamePasswordForm {
    /** The account that was told to sign in upstream, until it is taken there. */
    private static final String TOLD = "magento.told-account";

    private final KeycloakSession session;

    PasswordForm(KeycloakSession session) {
        super(session);
        this.session = session;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        context.getAuthenticationSession().removeAuthNote(TOLD);
        if (isUpstreamDisabled() && context.getForwardedInfoMessage() == null) {
            // Who signs in there alone would find no other way on the page.
            context.setForwardedInfoMessage("magento.sign-in.upstream-disabled");
        }
        super.authenticate(context);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if ("continue".equals(form.getFirst("action"))) {
            signInUpstream(context);
        } else {
            super.action(context);
        }
    }

    /** True completes the sign-in; false has put a page up. */
    @Override
    protected boolean validateForm(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        return PasswordGate.askingOnlyToTell(session, () -> super.validateForm(context, form))
                && !mustComeThroughUpstream(context);
    }

    private boolean isUpstreamDisabled() {
        return MagentoProvider.in(session, session.getContext().getRealm())
                .filter(provider -> !provider.isEnabled())
                .isPresent();
    }

    private boolean mustComeThroughUpstream(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        Optional<AccountStanding> standing = AccountStanding.of(session, context.getRealm(), user);
        if (standing.isEmpty() || !(standing.get().decide(false) instanceof LinkDecision.LoginUpstream decision)) {
            return false;
        }
        GateMetrics.count(decision, "password");
        context.getEvent()
                .user(user)
                .detail("magento_reason", decision.reason().id())
                .error("magento_login_required");
        context.clearUser();
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        authSession.setAuthNote(TOLD, user.getId());
        String upstreamName =
                standing.get().link().map(FederatedIdentityModel::getUserName).orElse("");
        context.forceChallenge(context.form()
                .setAttribute("magento", Map.of("accountName", user.getUsername(), "upstreamName", upstreamName))
                .createForm("magento-login-required.ftl"));
        return true;
    }

    private void signInUpstream(AuthenticationFlowContext context) {
        Optional<UserModel> told = told(context);
        Optional<AccountStanding> standing = told.flatMap(user -> AccountStanding.of(session, context.getRealm(), user))
                .filter(found -> found.link().isPresent());
        if (standing.isEmpty()) {
            authenticate(context);
            return;
        }
        FederatedIdentityModel link = standing.get().link().orElseThrow();
        context.getAuthenticationSession().removeAuthNote(TOLD);
        context.forceChallenge(UpstreamTrips.begin(
                session,
                context.getAuthenticationSession(),
                standing.get().provider(),
                Trip.signIn()
                        .expecting(link.getUserId())
                        .opening(told.orElseThrow())
                        .hinting(link.getUserName())));
    }

    private Optional<UserModel> told(AuthenticationFlowContext context) {
        @Nullable String userId = context.getAuthenticationSession().getAuthNote(TOLD);
        return Optional.ofNullable(userId).map(id -> session.users().getUserById(context.getRealm(), id));
    }
}
