package cloud.magento.accounts.doctor;

import cloud.magento.accounts.upstream.MapperCheck;
import cloud.magento.accounts.upstream.MapperCheck.Fault;
import java.util.stream.Stream;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderStorageProvider;

/** Mappers of the provider that cannot work, past which nobody signs in. */
final class MappersCheck implements Check {
    @Override
    public String id() {
        return "mappers";
    }

    @Override
    public Changes changes() {
        return Changes.PROVIDERS;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        String alias = examination.provider().getAlias();
        return MapperCheck.faults(examination.session(), examination.realm(), alias).stream()
                .map(fault -> {
                    Found found = Found.severe(
                            alias, fault.problem(), "Nobody can sign in with Magento.com.", "Remove the mapper.");
                    return fault.isOfKnownType() ? found.fixedBy(() -> remove(examination, fault)) : found;
                });
    }

    private static void remove(Examination examination, Fault fault) {
        IdentityProviderStorageProvider providers = examination.session().identityProviders();
        IdentityProviderMapperModel mapper = providers.getMapperById(fault.id());
        if (mapper != null) {
            providers.removeMapper(mapper);
        }
    }
}
