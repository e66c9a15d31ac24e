package cloud.magento.accounts.auditpage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyChangeTest {
    private static final Map<String, Object> BEFORE = Map.of(
            "alias",
            "magento",
            "policy",
            Map.of("linkEnforceFrom", "2020-04-01T00:00:00Z", "linkReportOnly", "true", "enabled", true),
            "cohorts",
            Map.of("g1", "2020-05-01T00:00:00Z"),
            "defaultGroups",
            List.of("g1", "g2"));

    @Test
    void tellsOnlyWhatIsAnother() {
        Map<String, Object> after = Map.of(
                "alias",
                "magento",
                "policy",
                Map.of("linkEnforceFrom", "2020-04-01T00:00:00Z", "linkReportOnly", "false", "enabled", true),
                "cohorts",
                Map.of("g2", "2020-06-01T00:00:00Z"),
                "defaultGroups",
                List.of("g1"));

        assertThat(PolicyChange.between(BEFORE, after))
                .containsExactly(
                        new PolicyChange("cohorts.g1", "2020-05-01T00:00:00Z", null),
                        new PolicyChange("cohorts.g2", null, "2020-06-01T00:00:00Z"),
                        new PolicyChange("defaultGroups", "g1, g2", "g1"),
                        new PolicyChange("linkReportOnly", "true", "false"));
    }

    @Test
    void tellsEverythingWherePolicyIsNew() {
        assertThat(PolicyChange.between(Map.of(), BEFORE))
                .extracting(PolicyChange::setting, PolicyChange::before)
                .containsExactly(
                        tuple("alias", null),
                        tuple("cohorts.g1", null),
                        tuple("defaultGroups", null),
                        tuple("enabled", null),
                        tuple("linkEnforceFrom", null),
                        tuple("linkReportOnly", null));
    }

    @Test
    void tellsNothingWhereNothingIsAnother() {
        assertThat(PolicyChange.between(BEFORE, BEFORE)).isEmpty();
    }
}
