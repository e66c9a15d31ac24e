package cloud.magento.accounts.doctor;

import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import java.util.List;
import java.util.stream.Stream;

/** Whether name and address are asked for. Terraform's provider asks for nothing unless it is told. */
final class ScopesCheck implements Check {
    @Override
    public String id() {
        return "scopes";
    }

    @Override
    public Changes changes() {
        return Changes.PROVIDERS;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        MagentoIdentityProviderConfig provider = examination.provider();
        List<String> missing = Stream.of("profile", "email")
                .filter(scope -> !provider.asksFor(scope))
                .toList();
        if (missing.isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(Found.warning(
                        provider.getAlias(),
                        "The scopes (" + MagentoIdentityProviderConfig.SCOPES + ") lack " + String.join(", ", missing)
                                + ".",
                        "Who comes from Magento.com first may come without a name or an address: no account is found"
                                + " by the address, and a new one has none.",
                        "Add the scopes, or leave the setting empty. Terraform: default_scopes.")
                .fixedBy(() -> examination.changeProvider(changed -> changed.getConfig()
                        .put(
                                MagentoIdentityProviderConfig.SCOPES,
                                provider.scopes() + " " + String.join(" ", missing)))));
    }
}
