package cloud.magento.accounts.login.firstlogin;

import java.util.Optional;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * The organization that an identity provider belongs to. Whoever first comes through the provider becomes a member that
 * the organization manages, as in Keycloak's own flow.
 */
final class OrganizationMembership {
    private final KeycloakSession session;
    private final RealmModel realm;

    OrganizationMembership(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    void join(IdentityProviderModel provider, UserModel account) {
        of(provider)
                .ifPresent(organization ->
                        session.getProvider(OrganizationProvider.class).addManagedMember(organization, account));
    }

    private Optional<OrganizationModel> of(IdentityProviderModel provider) {
        if (!realm.isOrganizationsEnabled() || provider.getOrganizationId() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(session.getProvider(OrganizationProvider.class))
                .map(organizations -> organizations.getById(provider.getOrganizationId()))
                .filter(OrganizationModel::isEnabled);
    }
}
