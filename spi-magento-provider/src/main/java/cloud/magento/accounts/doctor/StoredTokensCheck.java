package cloud.magento.accounts.doctor;

import java.util.stream.Stream;
import org.keycloak.models.IdentityProviderModel;

/**
 * Other providers whose tokens are kept, and given out by an address that no gate stands before. A provider of ours
 * keeps none.
 */
final class StoredTokensCheck implements Check {
    @Override
    public String id() {
        return "stored-tokens";
    }

    @Override
    public Changes changes() {
        return Changes.PROVIDERS;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return examination.otherProviders().stream()
                .filter(provider -> Boolean.TRUE.equals(provider.isStoreToken()))
                .map(provider -> found(examination, provider));
    }

    private static Found found(Examination examination, IdentityProviderModel provider) {
        String alias = provider.getAlias();
        String evidence = "storeToken is on. Keycloak gives the token out at broker/" + alias + "/token.";
        String mend = "Turn it off, unless an application fetches these tokens. Terraform: store_token, which is on"
                + " unless it is told.";
        return (OtherProvidersCheck.isMagentos(examination, provider)
                        ? Found.severe(
                                alias,
                                evidence,
                                "Whoever has an access token of this realm is given one of Magento.com's, also who"
                                        + " would be stopped at the gate by now.",
                                mend)
                        : Found.warning(
                                alias,
                                evidence,
                                "Whoever has an access token of this realm is given one of that provider's, also who"
                                        + " would be stopped at the gate by now.",
                                mend))
                .fixedBy(() -> examination.changeProvider(alias, changed -> changed.setStoreToken(false)));
    }
}
