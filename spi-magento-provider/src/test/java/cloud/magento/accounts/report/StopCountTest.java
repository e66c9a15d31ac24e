package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.policy.LinkDecision.Outcome;
import cloud.magento.accounts.policy.LinkSettings;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.UserModel;

/** The number of those who would be stopped, against what the gate's own code decides for each of them. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class StopCountTest {
    private static final Map<TestDatabase, TestKeycloak> REALMS = new EnumMap<>(TestDatabase.class);
    private static final Map<TestDatabase, TestKinds> KINDS = new EnumMap<>(TestDatabase.class);

    private final TestKeycloak keycloak;
    private final TestKinds kinds;

    StopCountTest(TestDatabase database) {
        keycloak = REALMS.computeIfAbsent(
                database, key -> TestKeycloak.on(key).withProvider(LinkSettings.REPORT_ONLY, "false"));
        kinds = KINDS.computeIfAbsent(database, key -> new TestKinds(keycloak));
    }

    @ParameterizedTest
    @CsvSource({
        "2030-01-01, '', '', 2018-12-31T23:59:59Z",
        "2030-01-01, '', '', 2019-01-01T00:00:00Z",
        "2030-01-01, '', '', 2029-12-31T23:59:59Z",
        "2030-01-01, '', '', 2030-01-01T00:00:00Z",
        "2030-01-01, '', '', 2035-01-01T00:00:00Z",
        "2030-01-01, '', '', 2041-01-01T00:00:00Z",
        "2018-01-01, '', '', 2020-01-01T00:00:00Z",
        "2043-01-01, '', '', 2042-01-01T00:00:00Z",
        "2030-01-01, 2025-01-01, '', 2026-01-01T00:00:00Z",
        "2030-01-01, 2025-01-01, 0, 2024-12-31T23:59:59Z",
        "2030-01-01, 2025-01-01, 0, 2025-01-01T00:00:00Z",
        "2030-01-01, 2025-01-01, 1, 2026-01-01T00:00:00Z",
        "2030-01-01, 2025-01-01, 3, 2026-01-01T00:00:00Z",
        "2030-01-01, 2025-01-01, 4, 2026-01-01T00:00:00Z",
        "2030-01-01, 2025-01-01, 3, 2031-01-01T00:00:00Z",
        "2030-01-01, 2025-01-01, 3, 2042-01-01T00:00:00Z"
    })
    void countsWhomGateWouldStop(String deadline, String remindFrom, String maxSkips, Instant at) {
        LinkSettings settings = settings(deadline, remindFrom, maxSkips, false);

        assertThat(count(settings, at)).isEqualTo(stopped(settings, at).size());
    }

    @ParameterizedTest
    @CsvSource({
        // No policy before, whose cohorts' dates come in between.
        "2030-01-01, '', '', 2018-12-31T23:59:59Z, 2030-01-01, '', '', 2019-01-01T00:00:00Z",
        "2030-01-01, '', '', 2020-01-01T00:00:00Z, 2030-01-01, '', '', 2035-01-01T00:00:00Z",
        "2030-01-01, '', '', 2026-01-01T00:00:00Z, 2025-01-01, '', '', 2026-01-01T00:00:00Z",
        // Skips that are used up before, after, and after a change of their number.
        "2030-01-01, 2025-01-01, 3, 2026-01-01T00:00:00Z, 2030-01-01, 2025-01-01, 1, 2026-01-01T00:00:00Z",
        "2030-01-01, 2025-01-01, 1, 2026-01-01T00:00:00Z, 2030-01-01, 2025-01-01, 3, 2026-01-01T00:00:00Z",
        "2030-01-01, 2025-01-01, 3, 2026-01-01T00:00:00Z, 2030-01-01, '', '', 2031-01-01T00:00:00Z",
        "2030-01-01, '', '', 2031-01-01T00:00:00Z, 2030-01-01, '', '', 2031-01-01T00:00:00Z"
    })
    void countsWhomChangeStops(
            String deadline,
            String remindFrom,
            String maxSkips,
            Instant now,
            String laterDeadline,
            String laterRemindFrom,
            String laterMaxSkips,
            Instant then) {
        LinkSettings before = settings(deadline, remindFrom, maxSkips, false);
        LinkSettings after = settings(laterDeadline, laterRemindFrom, laterMaxSkips, false);
        Set<String> expected = stopped(after, then);
        expected.removeAll(stopped(before, now));

        List<Long> counted = keycloak.ask(session -> {
            PolicyState held = state(session, before);
            return state(session, after)
                    .countStopped(
                            session,
                            session.realm(),
                            List.of(
                                    new PolicyState.Change(then, Optional.of(held), now),
                                    new PolicyState.Change(then, Optional.empty(), now)));
        });

        assertThat(counted).containsExactly((long) expected.size(), (long)
                stopped(after, then).size());
    }

    @Test
    void countsThoseOfCohortsByTheirDates() {
        LinkSettings settings = settings("2030-01-01", "", "", false);

        // Of each cohort four persons that are not exempt, and four that were.
        assertThat(count(settings, Instant.parse("2020-01-01T00:00:00Z"))).isEqualTo(2 * 8);
        // And of those with the realm's date also the accounts of a directory, and those with a count beside them.
        assertThat(count(settings, Instant.parse("2030-01-01T00:00:00Z"))).isEqualTo(4 * 8 + 9);
    }

    @Test
    void countsNobodyWherePolicyOnlyReports() {
        assertThat(count(settings("2020-01-01", "", "", true), Instant.parse("2030-01-01T00:00:00Z")))
                .isZero();
    }

    private long count(LinkSettings settings, Instant at) {
        return keycloak.ask(session -> state(session, settings)
                .countStopped(session, session.realm(), List.of(new PolicyState.Change(at, Optional.empty(), at)))
                .get(0));
    }

    private static PolicyState state(TestSession session, LinkSettings settings) {
        return PolicyState.of(session, session.realm(), TestAccounts.ALIAS, settings);
    }

    /** The names of those whom the gate would stop. */
    private Set<String> stopped(LinkSettings settings, Instant at) {
        return keycloak.ask(session -> kinds.names().stream()
                .map(name -> session.users().getUserByUsername(session.realm(), name))
                .filter(UserModel::isEnabled)
                .filter(user -> isStoppedUnlinked(session, user, settings, at))
                .map(UserModel::getUsername)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static boolean isStoppedUnlinked(TestSession session, UserModel user, LinkSettings settings, Instant at) {
        AccountEvaluation evaluation = AccountEvaluation.of(session, session.realm(), user, settings, at)
                .orElseThrow();
        return evaluation.link().isEmpty() && evaluation.decide(false).outcome() == Outcome.REFUSE;
    }

    private static LinkSettings settings(String deadline, String remindFrom, String maxSkips, boolean reportOnly) {
        Map<String, String> config = new HashMap<>();
        config.put(LinkSettings.ENFORCE_FROM, deadline);
        config.put(LinkSettings.REMIND_FROM, remindFrom);
        config.put(LinkSettings.MAX_SKIPS, maxSkips);
        config.put(LinkSettings.REPORT_ONLY, Boolean.toString(reportOnly));
        return LinkSettings.parse(config);
    }
}
