package cloud.magento.accounts.doctor;

import cloud.magento.accounts.doctor.SignInFlow.Use;
import cloud.magento.accounts.setup.SetupStep;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/**
 * Flows that the realm binds and that ask for a password by Keycloak's own steps. What is wrong in flows of ours is
 * {@link SetUpCheck.FlowSteps}'s.
 */
final class RealmFlowCheck implements Check {
    @Override
    public String id() {
        return "realm-flow";
    }

    @Override
    public Changes changes() {
        return Changes.REALM;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        RealmModel realm = examination.realm();
        Set<String> ours = examination.setUp("flow").map(SetupStep::name).collect(Collectors.toSet());
        boolean grants = examination.applications().stream().anyMatch(Application::hasPasswordGrant);
        return Stream.of(
                        fault(examination, realm.getBrowserFlow(), Use.BROWSER, ours),
                        grants
                                ? fault(examination, realm.getDirectGrantFlow(), Use.DIRECT_GRANT, ours)
                                : Stream.<Found>empty(),
                        realm.isResetPasswordAllowed()
                                ? fault(examination, realm.getResetCredentialsFlow(), Use.RESET_CREDENTIALS, ours)
                                : Stream.<Found>empty())
                .flatMap(found -> found);
    }

    private static Stream<Found> fault(
            Examination examination, @Nullable AuthenticationFlowModel bound, Use use, Set<String> ours) {
        if (bound == null || ours.contains(bound.getAlias())) {
            return Stream.empty();
        }
        SignInFlow flow = new SignInFlow(examination.realm(), bound, use);
        return flow.fault().stream().map(fault -> {
            Found found = Consequences.of(use, "the realm", use.binding() + " flow: " + flow.alias(), fault);
            if (flow.isBuiltIn()) {
                return found.fixedBy(examination.binding(use.binding(), use.ours()));
            }
            return flow.canBeMended() ? found.fixedBy(flow::mend) : found;
        });
    }
}
