package cloud.magento.accounts.upstream;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.browser.IdentityProviderAuthenticator;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's *Identity Provider Redirector*, which sends who is to sign in at our provider straight to upstream.
 * Keycloak's own sends the browser to an address of Keycloak's first, whose answer is the redirect to upstream: a
 * request more, in which nothing is asked that has not been asked just before. Other providers are Keycloak's.
 */
final class UpstreamRedirector extends IdentityProviderAuthenticator {
    @Override
    protected void redirect(AuthenticationFlowContext context, String alias, @Nullable String loginHint) {
        Optional<MagentoIdentityProviderConfig> ours = MagentoProvider.in(context.getSession(), context.getRealm())
                .filter(provider -> alias.equals(provider.getAlias()))
                .filter(provider -> provider.isEnabled() && !Boolean.TRUE.equals(provider.isLinkOnly()));
        if (ours.isEmpty()) {
            super.redirect(context, alias, loginHint);
            return;
        }
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (OIDCLoginProtocol.PROMPT_VALUE_NONE.equals(authSession.getClientNote(OIDCLoginProtocol.PROMPT_PARAM))
                && ours.get().acceptsPromptNone()) {
            authSession.setAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN, Boolean.TRUE.toString());
        }
        if (loginHint != null) {
            authSession.setClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM, loginHint);
        }
        context.forceChallenge(new TripStart(context.getSession(), ours.get(), authSession, Trip.signIn()).unlessOut());
    }
}
