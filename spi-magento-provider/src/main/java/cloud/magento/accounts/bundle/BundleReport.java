package cloud.magento.accounts.bundle;

import java.util.List;

/**
 * What an import comes to, or would come to.
 *
 * @param dryRun whether nothing was changed
 * @param complete whether all of it was put back; where not, the same call goes on
 * @param realm the id of the realm that the bundle was made of
 * @param signedBy who signed it
 * @param expected pre-associations
 * @param providers how the provider was before it was taken over, if that is in the bundle
 * @param ledgers the ledgers that it holds, that realm's own first
 * @param left what was not put back, by what it is and why
 */
public record BundleReport(
        boolean dryRun,
        boolean complete,
        String realm,
        SignedBy signedBy,
        Counts links,
        Counts expected,
        Counts exemptions,
        Counts approvals,
        Counts providers,
        List<CarriedLedger> ledgers,
        List<Left> left) {
    /**
     * The key that signed.
     *
     * @param key its fingerprint
     * @param known whether it is one of the realm's
     */
    public record SignedBy(String key, boolean known) {}

    /** How many were put back by this call, were there already, and were left out. */
    public record Counts(long imported, long unchanged, long left) {}

    /**
     * A ledger.
     *
     * @param origin the id of the realm that its entries name
     * @param state {@code imported}, {@code unchanged} where it is here already, or {@code own} where it is how the
     *     realm's own ledger begins
     */
    public record CarriedLedger(String origin, long entries, String head, String state) {}

    /**
     * What was left out for one reason.
     *
     * @param kind {@code link}, {@code expected}, {@code exemption}, {@code approval} or {@code provider}
     * @param obstacle why, in lower kebab-case
     * @param examples the ids of the first hundred accounts or groups
     */
    public record Left(String kind, String obstacle, long count, List<String> examples) {}
}
