package cloud.magento.accounts.upstream;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.RealmModel;

/** The flow that follows each login at upstream, and asks for the second factor that an account has kept. */
public final class PostLoginFlow {
    /** The flow of ours that is bound where nobody names one. */
    public static final String ALIAS = "magento post broker login";

    private PostLoginFlow() {}

    /** Whether it is our flow that follows; an operator's own may want anything. */
    public static boolean isOurs(RealmModel realm, IdentityProviderModel provider) {
        String boundId = provider.getPostBrokerLoginFlowId();
        @Nullable AuthenticationFlowModel bound = boundId == null ? null : realm.getAuthenticationFlowById(boundId);
        return bound != null && ALIAS.equals(bound.getAlias());
    }
}
