package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.util.JsonSerialization;

/**
 * What upstream said of a person, in the form in which Keycloak's own OpenID Connect provider leaves it to mappers, and
 * under its keys. It holds what was validated only: the claims of an ID token that passed every check, and an answer of
 * userinfo about the same subject. Both outlive the note in which a first login is kept.
 *
 * @param idToken null where no mapper reads claims
 * @param userInfo null where it was not asked
 * @param lookedFor which claims were looked for, as {@link ClaimMappers#note} has it
 */
record MappedClaims(
        @Nullable JsonWebToken idToken, @Nullable ObjectNode userInfo, String lookedFor) {
    static final MappedClaims NONE = new MappedClaims(null, null, "");

    /** The claims of a validated ID token, where they have the types that the specification gives them. */
    static Outcome<MappedClaims> of(ObjectNode idToken, String lookedFor) {
        try {
            return Outcome.of(new MappedClaims(
                    JsonSerialization.mapper.convertValue(idToken, JsonWebToken.class), null, lookedFor));
        } catch (IllegalArgumentException otherTypes) {
            return Outcome.failed(UpstreamFault.TOKEN_MALFORMED);
        }
    }

    MappedClaims with(@Nullable ObjectNode answer) {
        return new MappedClaims(idToken, answer, lookedFor);
    }

    void putInto(BrokeredIdentityContext identity) {
        UpstreamClaims.put(identity, UpstreamClaims.LOOKED_FOR, lookedFor);
        if (idToken != null) {
            identity.getContextData().put(OIDCIdentityProvider.VALIDATED_ID_TOKEN, idToken);
        }
        if (userInfo != null) {
            identity.getContextData().put(OIDCIdentityProvider.USER_INFO, userInfo);
        }
    }

    /** Takes them out again where no mapper will be asked any more, so that they are not kept for nothing. */
    static void removeFrom(BrokeredIdentityContext identity) {
        identity.getContextData().remove(UpstreamClaims.LOOKED_FOR);
        identity.getContextData().remove(OIDCIdentityProvider.VALIDATED_ID_TOKEN);
        identity.getContextData().remove(OIDCIdentityProvider.USER_INFO);
    }

    /** Nothing of the person: it must not end up in a log. */
    @Override
    public String toString() {
        return "MappedClaims";
    }
}
