package cloud.magento.accounts.adoption;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Keycloak's table of links and the registry disagree.
 *
 * @param dryRun whether nothing was changed
 * @param complete whether every link was looked at; where not, the same call goes on
 * @param notInRegistry links that Keycloak alone has, and nothing stands in the way of
 * @param notInKeycloak links that the registry alone has, which open nothing
 * @param undecided links of which somebody has to decide, by their obstacle
 */
public record ReconciliationReport(
        boolean dryRun, boolean complete, Group notInRegistry, Group notInKeycloak, List<LeftLinks> undecided) {
    /**
     * Links with the same certain mend.
     *
     * @param mend what is done with each, or was: {@code adopt} or {@code end}
     * @param examples the first hundred
     */
    public record Group(int count, String mend, List<Example> examples) {}

    /**
     * One of them.
     *
     * @param linkedAt since when the registry has it, in ISO 8601; null where it has not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Example(
            String userId, String subject, @Nullable String linkedAt) {}
}
