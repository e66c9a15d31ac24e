package cloud.magento.accounts.doctor;

import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import java.util.stream.Stream;

/** Keys of the provider that nobody reads. */
final class UnknownSettingsCheck implements Check {
    @Override
    public String id() {
        return "unknown-settings";
    }

    @Override
    public Changes changes() {
        return Changes.PROVIDERS;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        MagentoIdentityProviderConfig provider = examination.provider();
        return provider.unknownKeys().stream()
                .map(key -> Found.warning(
                                provider.getAlias(),
                                MagentoIdentityProviderConfig.refusal(key),
                                "What it should say does not hold: a deadline under a name that nobody reads is no"
                                        + " deadline.",
                                "Remove the key, and set the right one.")
                        .fixedBy(() -> remove(examination, key)));
    }

    private static void remove(Examination examination, String key) {
        examination.changeProvider(provider -> provider.getConfig().remove(key));
    }
}
