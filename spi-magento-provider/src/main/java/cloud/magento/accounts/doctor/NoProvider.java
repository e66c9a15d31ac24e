package cloud.magento.accounts.doctor;

/** What there is to say of a realm without the provider: that it has no policy. */
final class NoProvider {
    static final Finding FINDING = new Finding(
            "provider",
            Severity.WARNING,
            "realm",
            "No identity provider of type magento.",
            "Nobody has to link, and nobody can: the realm has no policy.",
            "Make the provider, or take over the one that the realm has: POST setup tells which.",
            false);

    private NoProvider() {}
}
