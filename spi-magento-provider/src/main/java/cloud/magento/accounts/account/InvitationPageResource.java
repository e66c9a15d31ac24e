package cloud.magento.accounts.account;

import cloud.magento.accounts.evaluation.OwnProof;
import cloud.magento.accounts.login.step.InvitedSignIn;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.Refusal;
import cloud.magento.accounts.registry.Invitation;
import cloud.magento.accounts.registry.Invitations;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.web.CsrfCheck;
import cloud.magento.accounts.web.FaultGuard;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.PrivatePage;
import cloud.magento.accounts.web.RefusalPage;
import cloud.magento.accounts.web.SignInUrl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.RestartLoginCookie;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.Urls;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.util.LocaleUtil;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Where the link of an invitation's mail leads. To load the page changes nothing, so a mail scanner that follows the
 * link uses nothing up and learns nothing of the account; nor does the button: it begins a sign-in that is known to be
 * by this invitation, in which the person proves the account by what it has of its own.
 */
public final class InvitationPageResource {
    /** The action that links; it knows what to do with an invitation. */
    private static final String ACTION = "magento-link";

    private final KeycloakSession session;
    private final RealmModel realm;

    public InvitationPageResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /**
     * Says at once where an invitation can no longer be used, the same for every key that opens nothing, whatever was
     * the matter with it. That is looked up and nothing more: no event, no record, no state changes.
     */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response page(@QueryParam("key") @Nullable String key) {
        LocaleUtil.processLocaleParam(session, realm, null);
        session.getContext().setClient(SignInUrl.client(realm));
        String sent = key == null || !key.matches("[A-Za-z0-9_-]{1,64}") ? "" : key;
        return FaultGuard.inBrowser(session).call(() -> page(sent, canBeOpened(sent)));
    }

    private Response page(String sent, boolean open) {
        URI openUrl = PageUrls.realmResource(session, realm).path("invitation").build();
        return PrivatePage.outsideSignIn(
                session,
                Map.of(
                        "key",
                        sent,
                        "over",
                        !open,
                        "accountUrl",
                        PageUrls.accountPage(session, realm).toString(),
                        "languageQuery",
                        "&key=" + sent,
                        "openUrl",
                        openUrl.toString()),
                "magento-invitation-page.ftl");
    }

    /** Opens it: begins the sign-in. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response open(@FormParam("key") @Nullable String key) {
        session.getContext().setClient(SignInUrl.client(realm));
        String token = key == null ? "" : key;
        if (!CsrfCheck.isFromHere(session)) {
            return Response.seeOther(PageUrls.invitationPage(session, realm, token))
                    .build();
        }
        return FaultGuard.inBrowser(session).call(() -> opened(token));
    }

    private Response opened(String token) {
        Invitations invitations = new Invitations(session, realm);
        Optional<Invitation> invitation = invitations.ofToken(token);
        @Nullable
        UserModel user = invitation
                .map(found -> session.users().getUserById(realm, found.userId()))
                .orElse(null);
        if (invitation.isEmpty() || user == null || !isOpen(invitation.get(), user)) {
            return refused(user);
        }
        invitations.opened(invitation.get().id());
        event().user(user).detail("invitation", invitation.get().id()).success();
        AuthenticationSessionModel signIn = signIn(invitation.get());
        return isMailEnough(invitation.get(), user) ? goOn(signIn, user) : askWho(signIn, user);
    }

    private boolean canBeOpened(String token) {
        return new Invitations(session, realm)
                .ofToken(token)
                .filter(this::isInTime)
                .filter(found -> Optional.ofNullable(session.users().getUserById(realm, found.userId()))
                        .filter(user -> Invitations.misfit(found, user).isEmpty())
                        .isPresent())
                .isPresent();
    }

    private boolean isOpen(Invitation invitation, UserModel user) {
        if (Invitations.misfit(invitation, user).isPresent()) {
            new Invitations(session, realm).check(user);
            return false;
        }
        return isInTime(invitation);
    }

    private boolean isInTime(Invitation invitation) {
        return invitation.opensAt(Instant.ofEpochMilli(Time.currentTimeMillis()));
    }

    private Response refused(@Nullable UserModel user) {
        return new RefusalPage(
                        session,
                        Refusal.because(ReasonCode.INVITATION_OVER).of(user).record(session, event()))
                .accountAt(PageUrls.accountPage(session, realm))
                .render(Response.Status.GONE);
    }

    private EventBuilder event() {
        return new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.EXECUTE_ACTION_TOKEN)
                .client(SignInUrl.client(realm));
    }

    /** A sign-in in a browser that is signed in as nobody: whoever it is was not asked for an invitation's sake. */
    private AuthenticationSessionModel signIn(Invitation invitation) {
        AuthenticationManager.expireIdentityCookie(session);
        AuthenticationSessionModel authSession = new AuthenticationSessionManager(session)
                .createAuthenticationSession(realm, true)
                .createAuthenticationSession(SignInUrl.client(realm));
        URI back = PageUrls.realmResource(session, realm).path("user/returned").build();
        authSession.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
        authSession.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        authSession.setRedirectUri(back.toString());
        authSession.setClientNote(OIDCLoginProtocol.REDIRECT_URI_PARAM, back.toString());
        authSession.setClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, OAuth2Constants.CODE);
        authSession.setClientNote(OIDCLoginProtocol.SCOPE_PARAM, OAuth2Constants.SCOPE_OPENID);
        authSession.setClientNote(
                OIDCLoginProtocol.ISSUER,
                Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName()));
        InvitedSignIn.begin(authSession, invitation, ACTION);
        // By it Keycloak begins again what was over, as it does for an application.
        RestartLoginCookie.setRestartCookie(session, authSession);
        return authSession;
    }

    private boolean isMailEnough(Invitation invitation, UserModel user) {
        return invitation.mailAlone()
                && user.isEmailVerified()
                && MagentoProvider.in(session, realm)
                        .filter(provider -> OwnProof.of(session, realm, user, provider.getAlias()) == OwnProof.NOTHING)
                        .isPresent();
    }

    private Response askWho(AuthenticationSessionModel authSession, UserModel user) {
        authSession.setClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM, user.getUsername());
        return Response.seeOther(PageUrls.restart(session, authSession)).build();
    }

    /** As Keycloak goes on with whoever comes by a link that it has mailed: the mail is what they have shown. */
    private Response goOn(AuthenticationSessionModel authSession, UserModel user) {
        authSession.setAuthenticatedUser(user);
        authSession.setAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID, user.getId());
        session.getContext().setAuthenticationSession(authSession);
        String next = AuthenticationManager.nextRequiredAction(
                session, authSession, session.getContext().getHttpRequest(), event());
        return AuthenticationManager.redirectToRequiredActions(
                session, realm, authSession, session.getContext().getUri(), next == null ? ACTION : next);
    }
}
