package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.report.CohortList;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cohort as the API tells of it.
 *
 * @param deadline what the group states; left out where that cannot be read
 * @param approval left out where nothing was approved
 * @param members left out in a list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CohortBody(
        String id,
        String name,
        String state,
        @Nullable String deadline,
        String realmDeadline,
        @Nullable Approval approval,
        @Nullable Long members) {

    /** @param approvedBy left out where nobody did, at a start or with the realm */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Approval(
            String deadline, String reason, @Nullable String approvedBy, String approvedAt) {
        static Approval of(CohortApproval approval) {
            return new Approval(
                    approval.deadline().toString(),
                    approval.reason(),
                    approval.approvedBy(),
                    approval.approvedAt().toString());
        }
    }

    /** @param next what to give as {@code after} for the next page; left out on the last */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<CohortBody> cohorts, @Nullable String next) {
        public Page {
            cohorts = List.copyOf(cohorts);
        }
    }

    static CohortBody of(CohortList.Entry cohort) {
        return of(cohort, null);
    }

    static CohortBody of(CohortList.Entry cohort, @Nullable Long members) {
        CohortApproval approval = cohort.approval();
        return new CohortBody(
                cohort.id(),
                cohort.name(),
                cohort.state().name().toLowerCase(Locale.ROOT),
                cohort.deadline() == null ? null : cohort.deadline().toString(),
                cohort.realmDeadline().toString(),
                approval == null ? null : Approval.of(approval),
                members);
    }
}
