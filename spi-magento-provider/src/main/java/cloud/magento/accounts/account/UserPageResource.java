package cloud.magento.accounts.account;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.web.CsrfCheck;
import cloud.magento.accounts.web.DecisionNotice;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.PrivatePage;
import cloud.magento.accounts.web.SignInUrl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.util.LocaleUtil;

/**
 * The account page, rendered on the server for whom the realm's own sign-in cookie names, and its two actions. Changes
 * are POSTs that carry the cookie's state checker, because that cookie is sent along from other sites too.
 */
public final class UserPageResource {
    private final KeycloakSession session;
    private final RealmModel realm;

    public UserPageResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response page(@QueryParam("notice") @Nullable String notice) {
        LocaleUtil.processLocaleParam(session, realm, null);
        session.getContext().setClient(SignInUrl.client(realm));
        Optional<AuthResult> signedIn = signedIn();
        if (signedIn.isEmpty()) {
            return Response.seeOther(signIn().url()).build();
        }
        AccountEvaluation evaluation =
                AccountEvaluation.of(session, realm, signedIn.get().user()).orElseThrow(NotFoundException::new);
        String outdated = CsrfCheck.OUTDATED.equals(notice) ? CsrfCheck.OUTDATED : null;
        return new UserPage(session, evaluation, CsrfCheck.stateChecker(session))
                .notice(DecisionNotice.take(signedIn.get().session())
                        .map(DecisionNotice::id)
                        .orElse(outdated))
                .render();
    }

    /**
     * The end of a sign-out: says so, and leads back in. Whoever is signed in, perhaps again, finds the page itself.
     */
    @GET
    @Path("signed-out")
    @Produces(MediaType.TEXT_HTML)
    public Response signedOut() {
        LocaleUtil.processLocaleParam(session, realm, null);
        if (signedIn().isPresent()) {
            return toPage(null);
        }
        return PrivatePage.outsideSignIn(
                session,
                Map.of("accountUrl", PageUrls.accountPage(session, realm).toString()),
                "magento-signed-out.ftl");
    }

    /**
     * Where the sign-in comes back to. The code it brings is not redeemed: who is signed in stands in the cookie, and
     * what came of it in the session, so there is nothing here that a forged answer could change.
     */
    @GET
    @Path("returned")
    public Response returned() {
        return toPage(null);
    }

    /** Connects: the application-initiated action does the rest. */
    @POST
    @Path("connect")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response connect(@FormParam("stateChecker") @Nullable String stateChecker) {
        return posted(stateChecker, signedIn -> toAction("magento-link"));
    }

    /** Moves the link to another Magento.com account: again an application-initiated action does the rest. */
    @POST
    @Path("switch")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response switchAccount(@FormParam("stateChecker") @Nullable String stateChecker) {
        return posted(stateChecker, signedIn -> toAction(SwitchActionFactory.ID));
    }

    /** Ends the session here, at the applications, and at upstream. */
    @POST
    @Path("sign-out")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response signOut(@FormParam("stateChecker") @Nullable String stateChecker) {
        return posted(stateChecker, this::signOut);
    }

    private Response signOut(AuthResult signedIn) {
        session.getContext().setClient(SignInUrl.client(realm));
        UserSessionModel userSession = signedIn.session();
        userSession.setNote(AuthenticationManager.KEYCLOAK_LOGOUT_PROTOCOL, OIDCLoginProtocol.LOGIN_PROTOCOL);
        // Without it, sign-out would end on Keycloak's page, which leads to Keycloak's account console.
        AuthenticationManager.createOrJoinLogoutSession(
                        session, realm, new AuthenticationSessionManager(session), userSession, true, false)
                .setAuthNote(
                        OIDCLoginProtocol.LOGOUT_REDIRECT_URI,
                        PageUrls.signedOutPage(session, realm).toString());
        return AuthenticationManager.browserLogout(
                session,
                realm,
                userSession,
                session.getContext().getUri(),
                session.getContext().getConnection(),
                session.getContext().getHttpRequest().getHttpHeaders());
    }

    private Response toAction(String action) {
        return Response.seeOther(signIn().forAction(action).url()).build();
    }

    private Response posted(@Nullable String stateChecker, Function<AuthResult, Response> action) {
        Optional<AuthResult> signedIn = signedIn();
        if (signedIn.isEmpty()) {
            return toPage(null);
        }
        return CsrfCheck.isGenuine(session, stateChecker) ? action.apply(signedIn.get()) : toPage(CsrfCheck.OUTDATED);
    }

    private Response toPage(@Nullable String notice) {
        URI page = PageUrls.accountPage(session, realm);
        return Response.seeOther(notice == null ? page : URI.create(page + "?notice=" + notice))
                .build();
    }

    private Optional<AuthResult> signedIn() {
        return Optional.ofNullable(new AppAuthManager().authenticateIdentityCookie(session, realm));
    }

    private SignInUrl signIn() {
        return new SignInUrl(session, realm, "user/returned");
    }
}
