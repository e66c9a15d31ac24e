package cloud.magento.accounts.upstream;

import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.policy.SecondFactorEvidence;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.policy.UpstreamLogin;
import cloud.magento.accounts.upstream.protocol.EndSessionRequest;
import cloud.magento.accounts.upstream.protocol.UpstreamProfile;
import java.util.Optional;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Who arrived from upstream, in Keycloak's form and in ours. */
final class ArrivedPerson {
    private final AbstractIdentityProvider<MagentoIdentityProviderConfig> provider;
    private final MagentoIdentityProviderConfig config;

    ArrivedPerson(AbstractIdentityProvider<MagentoIdentityProviderConfig> provider) {
        this.provider = provider;
        this.config = provider.getConfig();
    }

    /** Keycloak's form of who arrived. */
    BrokeredIdentityContext identity(UpstreamClient.Arrival arrival, AuthenticationSessionModel authSession) {
        UpstreamProfile profile = arrival.profile();
        String alias = config.getAlias();
        BrokeredIdentityContext identity = new BrokeredIdentityContext(profile.subject(), config);
        identity.setIdp(provider);
        identity.setAuthenticationSession(authSession);
        identity.setBrokerUserId(alias + "." + profile.subject());
        identity.setBrokerSessionId(profile.sessionId() == null ? null : alias + "." + profile.sessionId());
        identity.setUsername(Optional.ofNullable(profile.username())
                .or(() -> Optional.ofNullable(profile.email()))
                .orElse(profile.subject()));
        identity.setEmail(profile.email());
        identity.setFirstName(profile.givenName());
        identity.setLastName(profile.familyName());
        if (profile.givenName() == null && profile.familyName() == null && profile.name() != null) {
            nameInParts(identity, profile.name());
        }
        UpstreamClaims.put(identity, UpstreamClaims.ISSUER, config.issuer());
        UpstreamClaims.put(identity, UpstreamClaims.EMAIL, profile.email());
        UpstreamClaims.put(identity, UpstreamClaims.EMAIL_VERIFIED, profile.emailVerified());
        UpstreamClaims.put(identity, UpstreamClaims.NAME, profile.name());
        UpstreamClaims.put(identity, UpstreamClaims.AUTH_TIME, profile.signedInAt());
        UpstreamClaims.put(identity, UpstreamClaims.SESSION_ID, profile.sessionId());
        boolean severalFactors = SecondFactorEvidence.isToldBy(profile.acr(), profile.amr(), config.secondFactorAcr());
        UpstreamClaims.put(identity, UpstreamClaims.SECOND_FACTOR, severalFactors);
        UpstreamClaims.put(identity, UpstreamClaims.LEVEL, config.levels().reached(profile.acr(), severalFactors));
        UpstreamClaims.put(identity, UpstreamClaims.METHODS, LoginNotes.methods(profile.amr()));
        UpstreamClaims.put(
                identity,
                UpstreamClaims.ID_TOKEN,
                EndSessionRequest.isHint(arrival.idToken()) ? arrival.idToken() : null);
        arrival.claims().putInto(identity);
        Note.named(UpstreamLogin.NOTE, UpstreamLogin.class).keep(authSession, login(arrival));
        return identity;
    }

    /** What is recorded of who arrived. */
    UpstreamLogin login(UpstreamClient.Arrival arrival) {
        UpstreamProfile profile = arrival.profile();
        return new UpstreamLogin(
                new UpstreamIdentity(config.issuer(), profile.subject()),
                profile.email(),
                profile.emailVerified(),
                profile.signedInAt(),
                profile.acr(),
                profile.amr());
    }

    private static void nameInParts(BrokeredIdentityContext identity, String name) {
        int lastSpace = name.lastIndexOf(' ');
        identity.setFirstName(lastSpace < 0 ? name : name.substring(0, lastSpace));
        identity.setLastName(lastSpace < 0 ? null : name.substring(lastSpace + 1));
    }
}
