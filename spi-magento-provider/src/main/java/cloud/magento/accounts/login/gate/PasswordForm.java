package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.evaluation.ProvenPerson;
import cloud.magento.accounts.login.step.InvitedSignIn;
import cloud.magento.accounts.login.step.SignInNotice;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.upstream.DeclaredOutage;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.upstream.Trip;
import cloud.magento.accounts.upstream.UpstreamTrips;
import cloud.magento.accounts.web.MailServer;
import cloud.magento.accounts.web.SupportAddress;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's username and password form, with all its brute-force protection, for who still has to link. A linked
 * account that must come through upstream is told so once its right password was given (before, nobody learns that it
 * is linked) and is taken there; the sign-in goes on as nobody's.
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
        ProvenPerson.forget(context.getAuthenticationSession());
        Optional<AccountEvaluation> toStepUp = steppingUp(context);
        if (toStepUp.isPresent()) {
            takeUpstream(context, toStepUp.get());
            return;
        }
        SignInNotice.stored(context.getAuthenticationSession())
                .ifPresent(notice -> context.setForwardedInfoMessage(notice.messageKey()));
        if (context.getForwardedInfoMessage() == null) {
            tellOfOutage(context);
        }
        super.authenticate(context);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if ("continue".equals(form.getFirst("action"))) {
            signInUpstream(context);
        } else if ("sign-out".equals(form.getFirst("action"))) {
            SignOut.of(session, context.getAuthenticationSession(), context::forceChallenge);
        } else {
            SignInNotice.forget(context.getAuthenticationSession());
            super.action(context);
        }
    }

    @Override
    protected Response challenge(AuthenticationFlowContext context, MultivaluedMap<String, String> formData) {
        LoginFormsProvider form = context.form();
        if (!formData.isEmpty()) {
            form.setFormData(formData);
        }
        return createLoginForm(form);
    }

    /**
     * Keycloak's page; it is told where no mail can be sent, so that it promises none for a forgotten password, and
     * which way of signing in stands first.
     */
    @Override
    protected Response createLoginForm(LoginFormsProvider form) {
        RealmModel realm = session.getContext().getRealm();
        return form.setAttribute("canMail", MailServer.isConfigured(realm))
                .setAttribute("magentoSignIn", order(realm).data())
                .createLoginUsernamePassword();
    }

    private SignInOrder order(RealmModel realm) {
        AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
        boolean passwordWanted = DeclaredOutage.in(session, realm).isPresent()
                || InvitedSignIn.id(authSession).isPresent()
                || SignInNotice.stored(authSession).equals(Optional.of(SignInNotice.EXISTING_ACCOUNT));
        boolean tried =
                session.getContext().getHttpRequest().getDecodedFormParameters().containsKey("password");
        return SignInOrder.of(passwordWanted, LastWay.in(session), tried);
    }

    /** True completes the sign-in; false has put a page up. */
    @Override
    protected boolean validateForm(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        return PasswordGate.checkingWithoutAccepting(session, () -> super.validateForm(context, form))
                && !mustComeThroughUpstream(context);
    }

    /** The same for everybody. Where Magento.com is switched off, who signs in there alone would find no other way. */
    private void tellOfOutage(AuthenticationFlowContext context) {
        DeclaredOutage.in(session, context.getRealm())
                .ifPresentOrElse(
                        outage -> context.setForwardedInfoMessage(
                                "magento.sign-in.outage", outage.until(), outage.reasonWithoutMarkup()),
                        () -> {
                            if (isUpstreamDisabled()) {
                                context.setForwardedInfoMessage("magento.sign-in.upstream-disabled");
                            }
                        });
    }

    private boolean isUpstreamDisabled() {
        return MagentoProvider.in(session, session.getContext().getRealm())
                .filter(provider -> !provider.isEnabled())
                .isPresent();
    }

    private boolean mustComeThroughUpstream(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        Optional<AccountEvaluation> evaluation = AccountEvaluation.of(session, context.getRealm(), user);
        if (InvitedSignIn.of(session, user).isPresent()) {
            return false;
        }
        if (evaluation.isEmpty()
                || !(evaluation.get().decideByPassword() instanceof LinkDecision.LoginUpstream decision)) {
            // A directory checks its passwords by itself, past the password gate.
            evaluation.ifPresent(found -> found.acceptPassword(context.getAuthenticationSession()));
            return false;
        }
        GateMetrics.count(session, decision, "password");
        context.getEvent()
                .user(user)
                .detail(EventDetails.REASON, decision.reason().id())
                .error(decision.reason().error());
        context.clearUser();
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        authSession.setAuthNote(TOLD, user.getId());
        ProvenPerson.keep(authSession, user);
        String upstreamName =
                evaluation.get().link().map(FederatedIdentityModel::getUserName).orElse("");
        Map<String, Object> data = new HashMap<>(
                Map.of("accountName", user.getUsername(), "upstreamName", upstreamName, "canSignOut", true));
        data.put("upstreamDisabled", !evaluation.get().provider().isEnabled());
        SupportAddress.show(session, data);
        context.forceChallenge(context.form().setAttribute("magento", data).createForm("magento-login-required.ftl"));
        return true;
    }

    private void signInUpstream(AuthenticationFlowContext context) {
        Optional<UserModel> told = told(context);
        Optional<AccountEvaluation> evaluation = told.flatMap(
                        user -> AccountEvaluation.of(session, context.getRealm(), user))
                .filter(found -> found.link().isPresent());
        if (evaluation.isEmpty()) {
            authenticate(context);
            return;
        }
        context.getAuthenticationSession().removeAuthNote(TOLD);
        takeUpstream(context, evaluation.get());
    }

    private void takeUpstream(AuthenticationFlowContext context, AccountEvaluation evaluation) {
        FederatedIdentityModel link = evaluation.link().orElseThrow();
        context.forceChallenge(UpstreamTrips.startTrip(
                session,
                context.getAuthenticationSession(),
                evaluation.provider(),
                Trip.signIn()
                        .expecting(link.getUserId())
                        .opening(evaluation.user())
                        .hinting(link.getUserName())));
    }

    /**
     * The account of somebody who is signed in and is to sign in more strongly, where a password would not open it: the
     * page would have nothing to ask. Not where the application wants the person to be asked anew.
     */
    private Optional<AccountEvaluation> steppingUp(AuthenticationFlowContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        AcrStore levels = new AcrStore(session, authSession);
        boolean isStepUp = context.getUser() != null
                && !AuthenticatorUtil.isForcedReauthentication(authSession)
                && levels.getRequestedLevelOfAuthentication(context.getTopLevelFlow()) > LoginLevels.ANY
                && !levels.isLevelOfAuthenticationSatisfiedFromCurrentAuthentication(context.getTopLevelFlow());
        return isStepUp
                ? AccountEvaluation.of(session, context.getRealm(), context.getUser())
                        .filter(found -> found.provider().isEnabled()
                                && found.decideByPassword() instanceof LinkDecision.LoginUpstream)
                : Optional.empty();
    }

    private Optional<UserModel> told(AuthenticationFlowContext context) {
        @Nullable String userId = context.getAuthenticationSession().getAuthNote(TOLD);
        return Optional.ofNullable(userId).map(id -> session.users().getUserById(context.getRealm(), id));
    }
}
