package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.report.IdentityFilter;
import cloud.magento.accounts.report.IdentityState;
import cloud.magento.accounts.report.Reports;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the search form offers, and what is chosen in it. */
final class SearchOptions {
    private SearchOptions() {}

    static Map<String, Object> of(IdentityForm form, Reports reports) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("state", form.state());
        options.put("search", form.search());
        options.put("exact", form.exact());
        options.put("cohort", form.cohort());
        options.put("use", form.use());
        options.put("drift", form.drift());
        options.put(
                "states",
                Arrays.stream(IdentityState.values()).map(IdentityState::id).toList());
        options.put("days", IdentityForm.DAYS.stream().map(String::valueOf).toList());
        options.put("cohorts", cohorts(reports));
        options.put("noCohort", IdentityFilter.NO_COHORT);
        options.put("maxLength", Integer.toString(IdentityFilter.MAX_SEARCH_LENGTH));
        return options;
    }

    private static List<Map<String, String>> cohorts(Reports reports) {
        List<Map<String, String>> cohorts = new ArrayList<>();
        reports.cohorts().forEach((id, name) -> cohorts.add(Map.of("id", id, "name", name)));
        return cohorts;
    }
}
