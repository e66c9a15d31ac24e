package cloud.magento.accounts.doctor;

import java.util.stream.Stream;

/** Whether the provider is switched on. */
final class ProviderCheck implements Check {
    @Override
    public String id() {
        return "provider-disabled";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return examination.provider().isEnabled()
                ? Stream.empty()
                : Stream.of(Found.severe(
                        examination.provider().getAlias(),
                        "The identity provider is disabled.",
                        "Nobody can link or sign in with Magento.com, and the gate stays as it is: linked people are"
                                + " shut out.",
                        "Enable it. To stop the policy turn linkReportOnly on."));
    }
}
