package cloud.magento.accounts.doctor;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.RealmModel;

/** Organizations with providers of their own, to which Keycloak's own browser flow sends people by their address. */
final class OrganizationsCheck implements Check {
    @Override
    public String id() {
        return "organizations";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        RealmModel realm = examination.realm();
        if (!realm.isOrganizationsEnabled()) {
            return Stream.empty();
        }
        return Stream.concat(ours(examination), others(examination, realm));
    }

    private static Stream<Found> ours(Examination examination) {
        return examination.provider().getOrganizationId() == null
                ? Stream.empty()
                : Stream.of(Found.warning(
                        examination.provider().getAlias(),
                        "The provider belongs to an organization.",
                        "Everybody who comes from Magento.com first becomes a member of it, and it is shown and hidden"
                                + " with the organization.",
                        "Take the provider off the organization."));
    }

    private static Stream<Found> others(Examination examination, RealmModel realm) {
        List<String> aliases = examination.otherProviders().stream()
                .filter(provider -> provider.getOrganizationId() != null)
                .map(IdentityProviderModel::getAlias)
                .toList();
        AuthenticationFlowModel flow = realm.getBrowserFlow();
        return aliases.isEmpty() || flow == null || SignInFlow.has(realm, flow, "organization")
                ? Stream.empty()
                : Stream.of(Found.warning(
                        "browser flow: " + flow.getAlias(),
                        "Organizations have providers of their own, such as " + aliases.get(0)
                                + ", and the flow lacks the step organization.",
                        "Members are not sent to their organization's provider by their address. They have to choose"
                                + " its button.",
                        "Add the step organization before the sign-in page, or leave it: linked members sign in with"
                                + " Magento.com anyhow."));
    }
}
