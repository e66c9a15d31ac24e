package cloud.magento.accounts.doctor;

import java.util.stream.Stream;
import org.keycloak.models.IdentityProviderModel;

/** Other providers by which people can sign in, which for a linked account is never enough. */
final class OtherProvidersCheck implements Check {
    @Override
    public String id() {
        return "other-providers";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return examination.otherProviders().stream()
                .map(provider -> isMagentos(examination, provider)
                        ? Found.severe(
                                provider.getAlias(),
                                "This provider, of type " + provider.getProviderId()
                                        + ", has the issuer of Magento.com.",
                                "There are two buttons for one Magento.com. Who takes this one is linked past the"
                                        + " registry and the ledger, has not come through Magento.com for the gate, and"
                                        + " is sent there once more.",
                                "Take it over in place of the other one (POST setup/adoption), or disable it.")
                        : Found.note(
                                provider.getAlias(),
                                "People can sign in by this provider, of type " + provider.getProviderId() + ".",
                                "A linked account that comes by it is sent on to Magento.com.",
                                "Tell its people, or disable it once Magento.com has taken its place."));
    }

    /** Whether its tokens are from the same issuer as those of our provider. */
    static boolean isMagentos(Examination examination, IdentityProviderModel provider) {
        return examination.provider().issuer().equals(provider.getConfig().get(IdentityProviderModel.ISSUER));
    }
}
