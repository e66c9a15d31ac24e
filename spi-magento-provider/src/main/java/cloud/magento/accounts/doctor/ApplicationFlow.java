package cloud.magento.accounts.doctor;

import cloud.magento.accounts.doctor.SignInFlow.Use;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * The browser flow by which people sign in to one application.
 *
 * @param alias the flow's name
 * @param ofApplication whether the application has it in place of the realm's
 * @param check the check that finds it wrong, and whose fix mends it; null where none does
 */
public record ApplicationFlow(
        String alias, boolean ofApplication, @Nullable String check) {

    /** @param client the application, or null for those without a flow of their own */
    public static Optional<ApplicationFlow> of(RealmModel realm, @Nullable ClientModel client) {
        String own = client == null
                ? null
                : client.getAuthenticationFlowBindingOverride(AuthenticationFlowBindings.BROWSER_BINDING);
        AuthenticationFlowModel ofClient = own == null ? null : realm.getAuthenticationFlowById(own);
        return ofClient == null
                ? Optional.ofNullable(realm.getBrowserFlow())
                        .map(flow -> of(
                                realm,
                                flow,
                                false,
                                flow.getAlias().equals(Use.BROWSER.ours())
                                        ? new SetUpCheck.FlowSteps()
                                        : new RealmFlowCheck()))
                : Optional.of(of(realm, ofClient, true, new ClientFlowCheck()));
    }

    private static ApplicationFlow of(
            RealmModel realm, AuthenticationFlowModel flow, boolean ofApplication, Check check) {
        return new ApplicationFlow(
                flow.getAlias(),
                ofApplication,
                new SignInFlow(realm, flow, Use.BROWSER).fault().isPresent() ? check.id() : null);
    }
}
