package cloud.magento.accounts.adoption;

import java.util.List;
import java.util.Set;

/**
 * What a take-over comes to, or would come to.
 *
 * @param alias the provider's
 * @param providerType {@code oidc} or {@code keycloak-oidc} where the provider is still to be taken over, {@code
 *     magento} where it has been
 * @param dryRun whether nothing was changed
 * @param taken the names of the settings that come along as they are
 * @param notes the settings that do not
 * @param blockers sentences on what has to be changed first; nothing is taken over while there is one
 * @param complete whether every link was looked at; where not, the same call goes on, and a dry run tells of those that
 *     it came to
 * @param links how many links Keycloak has by this alias, and what becomes of them
 * @param left the links that stay out, by their obstacle
 */
public record AdoptionReport(
        String alias,
        String providerType,
        boolean dryRun,
        Set<String> taken,
        List<SettingNote> notes,
        List<String> blockers,
        boolean complete,
        Links links,
        List<LeftLinks> left) {
    /**
     * How many links.
     *
     * @param adopted taken into the registry by this call; in a dry run, those that would be
     * @param present in the registry already
     * @param left out
     */
    public record Links(int adopted, int present, int left) {
        static final Links NONE = new Links(0, 0, 0);
    }

    AdoptionReport with(Links counted, List<LeftLinks> leftLinks, boolean isComplete) {
        return new AdoptionReport(alias, providerType, dryRun, taken, notes, blockers, isComplete, counted, leftLinks);
    }

    /** Whether something has to be changed first. */
    public boolean hasBlockers() {
        return !blockers.isEmpty();
    }
}
