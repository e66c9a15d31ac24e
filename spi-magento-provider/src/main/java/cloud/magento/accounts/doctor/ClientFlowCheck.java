package cloud.magento.accounts.doctor;

import cloud.magento.accounts.doctor.SignInFlow.Use;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;

/** Clients that have a flow of their own in place of the realm's, which asks for a password by Keycloak's own steps. */
final class ClientFlowCheck implements Check {
    @Override
    public String id() {
        return "client-flow";
    }

    @Override
    public Changes changes() {
        return Changes.CLIENTS;
    }

    /** A flow that a client has may be the realm's own. */
    @Override
    public Set<Changes> mayChange() {
        return Set.of(Changes.CLIENTS, Changes.REALM);
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return examination.applications().stream()
                .flatMap(application -> Stream.concat(
                        application.hasBrowserSignIn()
                                ? look(
                                        examination,
                                        application,
                                        AuthenticationFlowBindings.BROWSER_BINDING,
                                        Use.BROWSER,
                                        examination.realm().getBrowserFlow())
                                : Stream.empty(),
                        application.hasPasswordGrant()
                                ? look(
                                        examination,
                                        application,
                                        AuthenticationFlowBindings.DIRECT_GRANT_BINDING,
                                        Use.DIRECT_GRANT,
                                        examination.realm().getDirectGrantFlow())
                                : Stream.empty()));
    }

    private static Stream<Found> look(
            Examination examination,
            Application application,
            String binding,
            Use use,
            @Nullable AuthenticationFlowModel ofRealm) {
        return examination.flow(application.flows().get(binding), use).stream()
                .flatMap(flow -> flow.fault().stream().map(fault -> {
                    String client = "client " + application.clientId();
                    Found found = Consequences.of(
                            use, client, client + ", " + use.binding() + " flow: " + flow.alias(), fault);
                    if (flow.canBeMended()) {
                        return found.fixedBy(flow::mend);
                    }
                    boolean rightWithout = ofRealm != null
                            && examination
                                    .flow(ofRealm.getId(), use)
                                    .flatMap(SignInFlow::fault)
                                    .isEmpty();
                    return flow.isBuiltIn() && rightWithout
                            ? found.fixedBy(() -> release(examination, application, binding))
                            : found;
                }));
    }

    /** Has the client use the realm's flow. */
    private static void release(Examination examination, Application application, String binding) {
        ClientModel client = examination.session().clients().getClientById(examination.realm(), application.id());
        if (client != null) {
            client.removeAuthenticationFlowBindingOverride(binding);
        }
    }
}
