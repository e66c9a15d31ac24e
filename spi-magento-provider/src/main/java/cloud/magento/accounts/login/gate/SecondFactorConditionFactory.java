package cloud.magento.accounts.login.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** The condition of the flow {@code magento post broker login}: see {@link SecondFactorCondition}. */
public final class SecondFactorConditionFactory implements ConditionalAuthenticatorFactory {
    public static final String ID = "magento-kept-second-factor";

    private static final SecondFactorCondition CONDITION = new SecondFactorCondition();

    @Override
    public ConditionalAuthenticator getSingleton() {
        return CONDITION;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Condition - Magento.com: second factor kept";
    }

    @Override
    public String getHelpText() {
        return "In a post login flow of the provider: holds where the account kept a second factor when it was linked,"
                + " or has got one since, and neither this sign-in nor Magento.com has shown one.";
    }

    @Override
    @SuppressWarnings("NullAway") // Keycloak's interface is not annotated; null says "no credential"
    public @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
