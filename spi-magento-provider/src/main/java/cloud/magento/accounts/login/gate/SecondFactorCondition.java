package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.KeptSecondFactor;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether the account that somebody came to through upstream keeps a second factor which this login is still lacking.
 * What follows it in the flow asks: Keycloak's own steps, with their protection against guessing.
 */
final class SecondFactorCondition implements ConditionalAuthenticator {
    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        SerializedBrokeredIdentityContext arrived = SerializedBrokeredIdentityContext.readFromAuthenticationSession(
                authSession, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT);
        boolean lacking = arrived != null
                && context.getUser() != null
                && new KeptSecondFactor(
                                context.getSession(),
                                context.getRealm(),
                                context.getUser(),
                                arrived.getIdentityProviderId())
                        .isToBeShown(authSession, arrived.deserialize(context.getSession(), authSession));
        if (lacking) {
            // On Keycloak's page, which asks for the code and does not say why.
            context.setForwardedInfoMessage("magento.second-factor.kept");
        }
        return lacking;
    }

    @Override
    public void action(AuthenticationFlowContext context) {}

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
