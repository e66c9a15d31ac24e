package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.upstream.LoginNotes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.protocol.oidc.mappers.AmrProtocolMapper;
import org.keycloak.representations.IDToken;

/**
 * Replaces Keycloak's mapper for {@code amr}, under its own id and by a higher order, with one that also tells by what
 * a person signed in at upstream, and which second factor they showed here after it: Keycloak's own knows of nothing
 * but the steps of its flows. In a session that did not come through upstream it is Keycloak's.
 */
public final class UpstreamMethodsMapper extends AmrProtocolMapper {
    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    /** RFC 8176, section 2. */
    private static final String SEVERAL_FACTORS = "mfa";

    private static final Map<String, String> NAMES =
            Map.of(OTPCredentialModel.TYPE, "otp", WebAuthnCredentialModel.TYPE_TWOFACTOR, "hwk");

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext context) {
        super.setClaim(token, mapper, userSession, session, context);
        List<String> atUpstream = LoginNotes.methods(userSession::getNote);
        Set<String> shown = ShownFactors.of(userSession);
        if (UpstreamSession.isOpenedThroughUpstream(userSession) && !(atUpstream.isEmpty() && shown.isEmpty())) {
            Object stock = token.getOtherClaims().get(OAuth2Constants.AUTHENTICATOR_METHOD_REFERENCE);
            token.setOtherClaims(
                    OAuth2Constants.AUTHENTICATOR_METHOD_REFERENCE,
                    together(stock instanceof Collection<?> methods ? methods : List.of(), atUpstream, shown));
        }
    }

    private static List<String> together(Collection<?> stock, List<String> atUpstream, Set<String> shown) {
        Set<String> methods = new LinkedHashSet<>(atUpstream);
        shown.stream().map(kind -> NAMES.getOrDefault(kind, "otp")).forEach(methods::add);
        if (!shown.isEmpty()) {
            methods.add(SEVERAL_FACTORS);
        }
        stock.stream().map(String::valueOf).forEach(methods::add);
        return new ArrayList<>(methods);
    }
}
