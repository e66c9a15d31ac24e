package cloud.magento.accounts.adoption;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Keycloak's table of links, the registry and the ledger disagree.
 *
 * @param dryRun whether nothing was changed
 * @param complete whether every link was looked at; where not, the same call goes on, and a dry run tells of those that
 *     it came to
 * @param notInRegistry links that Keycloak alone has, and nothing stands in the way of
 * @param notInKeycloak links that the registry alone has, which open nothing
 * @param renamed links that the registry has by the alias that the provider had before
 * @param notInLedger links of both that the ledger does not tell of
 * @param onlyInLedger accounts that are linked by the ledger alone
 * @param exemptionsNotInLedger exemptions that the ledger does not tell of
 * @param exemptionsOnlyInLedger accounts that are exempt by the ledger alone
 * @param exemptionsOfGoneAccounts exemptions of accounts that are gone
 * @param undecided links of which somebody has to decide, by their obstacle
 */
public record ReconciliationReport(
        boolean dryRun,
        boolean complete,
        Group notInRegistry,
        Group notInKeycloak,
        Group renamed,
        Group notInLedger,
        Group onlyInLedger,
        Group exemptionsNotInLedger,
        Group exemptionsOnlyInLedger,
        Group exemptionsOfGoneAccounts,
        List<LeftLinks> undecided) {
    /**
     * What has the same certain mend.
     *
     * @param mend what is done with each, or was: {@code adopt}, {@code end}, {@code rename}, or {@code record}, which
     *     adds the entry that is missing
     * @param examples the first hundred
     */
    public record Group(int count, String mend, List<Example> examples) {}

    /**
     * One of them.
     *
     * @param subject of the link; null of an exemption
     * @param linkedAt since when the registry has the link, in ISO 8601; null where it has not
     * @param since since when one of the two has what the other has not, in ISO 8601; null where nobody knows
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Example(
            String userId,
            @Nullable String subject,
            @Nullable String linkedAt,
            @Nullable String since) {}
}
