package cloud.magento.accounts.bundle;

import java.util.List;

/**
 * What an import comes to, or would come to.
 *
 * @param dryRun whether nothing was changed
 * @param complete whether all of it was put back; where not, the same call goes on
 * @param realm the id of the realm that the bundle was made of
 * @param ledgers the ledgers that it holds, that realm's own first
 * @param left what was not put back, by what it is and why
 */
public record BundleReport(
        boolean dryRun,
        boolean complete,
        String realm,
        Counts links,
        Counts exemptions,
        Counts approvals,
        List<CarriedLedger> ledgers,
        List<Left> left) {
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
     * @param kind {@code link}, {@code exemption} or {@code approval}
     * @param obstacle why, in lower kebab-case
     * @param examples the ids of the first hundred accounts or groups
     */
    public record Left(String kind, String obstacle, long count, List<String> examples) {}
}
