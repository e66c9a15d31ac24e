package cloud.magento.accounts.doctor;

import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import java.util.stream.Stream;

/**
 * Settings of the provider that would be refused if it were saved now: written past the server, or before there was the
 * rule.
 */
final class SettingsCheck implements Check {
    @Override
    public String id() {
        return "provider-settings";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        MagentoIdentityProviderConfig provider = examination.provider();
        return provider.storedProblems().stream()
                .map(problem -> Found.severe(
                        provider.getAlias(),
                        withoutValues(problem),
                        "Sign-ins with Magento.com can fail, and a policy that cannot be read counts as the strictest:"
                                + " everybody without a link is stopped. The provider cannot be saved as it is.",
                        "Correct the setting on the provider."));
    }

    /** What was stored is left out: it may be a secret at the wrong place. */
    private static String withoutValues(String problem) {
        return problem.replaceAll(",? (?:not )?\".*\"", "");
    }
}
