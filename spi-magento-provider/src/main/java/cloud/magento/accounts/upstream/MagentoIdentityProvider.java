package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.SecondFactorRule;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.upstream.protocol.EndSessionRequest;
import cloud.magento.accounts.web.FaultGuard;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.AuthenticationRequest;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Magento.com as an identity provider of a realm. It sends people there and signs them out there; what comes back is
 * received by {@link CallbackEndpoint}.
 *
 * <p>It stands on Keycloak's bare base class, not on its OpenID Connect provider, so that none of that one's other
 * doors come along: no external token exchange, no JWT authorization grant, no client assertions, no stored tokens.
 */
final class MagentoIdentityProvider extends AbstractIdentityProvider<MagentoIdentityProviderConfig> {
    MagentoIdentityProvider(KeycloakSession session, MagentoIdentityProviderConfig config) {
        super(session, config);
    }

    /** The button on the sign-in page, and Keycloak's redirector. */
    @Override
    public Response performLogin(AuthenticationRequest request) {
        return new TripStart(session, getConfig(), request.getAuthenticationSession(), Trip.signIn()).unlessOut();
    }

    @Override
    public Object callback(RealmModel realm, AuthenticationCallback callback, EventBuilder event) {
        return new CallbackEndpoint(session, realm, callback, this);
    }

    /**
     * Keeps as whom the session is being opened, and what signing out needs later: the ID token as a hint for upstream,
     * and upstream's session.
     */
    @Override
    public void authenticationFinished(AuthenticationSessionModel authSession, BrokeredIdentityContext context) {
        judgeMappedEmail(authSession.getAuthenticatedUser(), context);
        UpstreamClaims.text(context, UpstreamClaims.ISSUER)
                .ifPresent(issuer -> authSession.setUserSessionNote(
                        UpstreamIdentity.NOTE, new UpstreamIdentity(issuer, context.getId()).key()));
        authSession.setUserSessionNote(
                SecondFactorRule.MISSING_NOTE,
                Boolean.toString(lacksSecondFactor(
                        authSession.getRealm(), authSession.getAuthenticatedUser(), authSession, context)));
        UpstreamClaims.text(context, UpstreamClaims.ID_TOKEN)
                .filter(EndSessionRequest::isHint)
                .ifPresent(token -> authSession.setUserSessionNote(OIDCIdentityProvider.FEDERATED_ID_TOKEN, token));
        UpstreamClaims.text(context, UpstreamClaims.SESSION_ID)
                .ifPresent(id -> authSession.setUserSessionNote(UpstreamClaims.SESSION_NOTE, id));
        LoginNotes.keep(authSession, context, getConfig().passesMaxAge());
    }

    /** What the account has of upstream's its maker saw to. */
    @Override
    public void importNewUser(
            KeycloakSession session, RealmModel realm, UserModel user, BrokeredIdentityContext context) {
        requireClaims(session, context);
    }

    /**
     * Ends the sign-in, with all that it has done, where a mapper is about to be asked for which nobody has looked: one
     * that was saved while the first login was on its way would take away what it does not find.
     */
    private void requireClaims(KeycloakSession session, BrokeredIdentityContext context) {
        String alias = getConfig().getAlias();
        ClaimMappers mappers = ClaimMappers.of(session.identityProviders().getMappersByAliasStream(alias));
        if (!mappers.areServedBy(
                UpstreamClaims.text(context, UpstreamClaims.LOOKED_FOR).orElse(null))) {
            throw new IllegalStateException("The mappers of " + alias + " changed while somebody was signing in");
        }
    }

    /**
     * An account that was just made has of upstream's what it may have; its maker saw to that. Any other one follows
     * under sync mode {@code FORCE} only: see {@link ForcedSync}.
     */
    @Override
    public void updateBrokeredUser(
            KeycloakSession session, RealmModel realm, UserModel user, BrokeredIdentityContext context) {
        requireClaims(session, context);
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        boolean isNew = Boolean.parseBoolean(authSession.getAuthNote(BROKER_REGISTERED_NEW_USER));
        if (!isNew
                && ForcedSync.isForced(context)
                && context.getEmail() != null
                && new ForcedSync(session, realm).mayTake(user, context.getEmail())) {
            FaultGuard.inBrowser(session)
                    .run(() -> DirectoryAccount.attempt(
                            user, "Address", () -> super.updateBrokeredUser(session, realm, user, context)));
        }
        new ForcedSync(session, realm).keepName(user, context);
        UpstreamClaims.put(context, UpstreamClaims.ACCOUNT_EMAIL, user.getEmail());
        passOverPostLogin(realm, user, context);
    }

    /**
     * Keycloak's way through a flow after the login costs two redirects. Of ours there is nothing to do for who owes no
     * second factor, nor where no page may be shown: the gate then sends the application away, and says why.
     */
    private void passOverPostLogin(RealmModel realm, UserModel user, BrokeredIdentityContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (context.getIdpConfig() == getConfig()
                && PostLoginFlow.isOurs(realm, getConfig())
                && (TripEnd.isPassive(authSession)
                        || !session.getProvider(KnownLinks.class)
                                .wantsSecondFactor(realm, user, authSession, context))) {
            getConfig().setPostBrokerLoginFlowId(null);
        }
    }

    private boolean lacksSecondFactor(
            RealmModel realm,
            @Nullable UserModel user,
            AuthenticationSessionModel authSession,
            BrokeredIdentityContext context) {
        return user != null
                && session.getProvider(KnownLinks.class).lacksSecondFactor(realm, user, authSession, context);
    }

    /** An address that a mapper has written is another one than was verified, which Keycloak's mappers pass over. */
    private static void judgeMappedEmail(@Nullable UserModel user, BrokeredIdentityContext context) {
        if (user != null
                && user.isEmailVerified()
                && UpstreamClaims.text(context, UpstreamClaims.ACCOUNT_EMAIL)
                        .filter(before -> !before.equalsIgnoreCase(user.getEmail()))
                        .isPresent()
                && !UpstreamClaims.isEmailVerified(context, user.getEmail())) {
            DirectoryAccount.attempt(user, "Address", () -> user.setEmailVerified(false));
        }
    }

    /** An address counts as verified only where upstream says so of this very address. */
    @Override
    protected void setEmailVerified(UserModel user, BrokeredIdentityContext context) {
        boolean verified = UpstreamClaims.isEmailVerified(context);
        boolean isNew =
                Boolean.parseBoolean(context.getAuthenticationSession().getAuthNote(BROKER_REGISTERED_NEW_USER));
        boolean changed = !context.getEmail().equalsIgnoreCase(user.getEmail());
        if (verified || isNew || changed) {
            user.setEmailVerified(verified);
        }
    }

    /** Ends the session here, then sends the browser on to end its session at upstream too. */
    @Override
    public @Nullable Response keycloakInitiatedBrowserLogout(
            KeycloakSession session, UserSessionModel userSession, UriInfo uriInfo, RealmModel realm) {
        return new UpstreamLogout(session, realm, getConfig()).begin(userSession);
    }

    @Override
    @Deprecated
    public Response retrieveToken(KeycloakSession session, FederatedIdentityModel identity) {
        return noTokens();
    }

    @Override
    public Response retrieveToken(
            KeycloakSession session, FederatedIdentityModel identity, UserSessionModel userSession, UserModel user) {
        return noTokens();
    }

    @Override
    public boolean reloadKeys() {
        UpstreamDocuments.forgetEverywhere(session.getContext().getRealm());
        return true;
    }

    private static Response noTokens() {
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(Map.of("error", "invalid_request", "error_description", "No token of upstream's is kept."))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
