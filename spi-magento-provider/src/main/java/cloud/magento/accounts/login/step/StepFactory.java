package cloud.magento.accounts.login.step;

import cloud.magento.accounts.web.FaultGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** A factory of a step that has nothing to configure: the policy stands on the identity provider, in one place. */
public abstract class StepFactory implements AuthenticatorFactory {
    private final String id;
    private final String name;
    private final String helpText;
    private final @Nullable String category;
    private final Requirement[] requirements;

    protected StepFactory(
            String id, String name, String helpText, @Nullable String category, Requirement... requirements) {
        this.id = id;
        this.name = name;
        this.helpText = helpText;
        this.category = category;
        this.requirements = requirements;
    }

    /** The step for one request. */
    protected abstract Authenticator step(KeycloakSession session);

    /** Where the step ends if something fails that it relies on. */
    protected FaultGuard guard(KeycloakSession session) {
        return FaultGuard.inBrowser(session);
    }

    @Override
    public final Authenticator create(KeycloakSession session) {
        return new GuardedStep(step(session), guard(session));
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final String getDisplayType() {
        return name;
    }

    @Override
    public final String getHelpText() {
        return helpText;
    }

    @Override
    @SuppressWarnings("NullAway") // Keycloak's interface is not annotated; null says "no credential"
    public final @Nullable String getReferenceCategory() {
        return category;
    }

    @Override
    public final Requirement[] getRequirementChoices() {
        return requirements.clone();
    }

    @Override
    public final boolean isConfigurable() {
        return false;
    }

    @Override
    public final boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public final List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
