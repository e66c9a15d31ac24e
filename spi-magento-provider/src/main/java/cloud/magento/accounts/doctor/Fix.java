package cloud.magento.accounts.doctor;

import java.util.List;

/**
 * What a fix did, or in a dry run would do.
 *
 * @param fixed the findings that it mended
 * @param left those of the same check that somebody has to mend by hand
 */
public record Fix(String check, boolean dryRun, List<Finding> fixed, List<Finding> left) {
    public Fix {
        fixed = List.copyOf(fixed);
        left = List.copyOf(left);
    }
}
