package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.report.IdentityFilter;
import cloud.magento.accounts.report.IdentityState;
import cloud.magento.accounts.report.InvalidFilterException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the search form asks for, as it was sent; empty where nothing was.
 *
 * @param state an {@link IdentityState} by its id
 * @param search a text
 * @param exact whether a name, address or subject has to be that text
 * @param cohort the id of a group, or {@link IdentityFilter#NO_COHORT}
 * @param use {@code never}, or for how many days a link was not used
 * @param drift whether upstream's address has to be another than the account's
 */
record IdentityForm(String state, String search, boolean exact, String cohort, String use, boolean drift) {
    /** For how many days a link may be asked not to have been used. */
    static final List<Integer> DAYS = List.of(30, 90, 180, 365);

    /** Nothing is asked for. */
    static final IdentityForm NOTHING = new IdentityForm("", "", false, "", "", false);

    private static final String NEVER = "never";

    static IdentityForm of(MultivaluedMap<String, String> parameters) {
        return new IdentityForm(
                sent(parameters, "state"),
                sent(parameters, "search").strip(),
                sent(parameters, "exact").equals("true"),
                sent(parameters, "cohort"),
                sent(parameters, "use"),
                sent(parameters, "drift").equals("true"));
    }

    /** @throws InvalidFilterException for what the form could not have sent */
    IdentityFilter filter(Instant now) {
        IdentityFilter filter = IdentityFilter.EVERYBODY;
        if (!state.isEmpty()) {
            filter = filter.withState(
                    IdentityState.withId(state).orElseThrow(() -> new InvalidFilterException("No such state.")));
        }
        if (!search.isEmpty()) {
            filter = exact ? filter.withExact(search) : filter.withSearch(search);
        }
        if (!cohort.isEmpty()) {
            filter = filter.withCohort(cohort);
        }
        if (use.equals(NEVER)) {
            filter = filter.withNeverUsed();
        } else if (!use.isEmpty()) {
            filter = filter.withUnusedSince(now.minus(Duration.ofDays(days())));
        }
        return drift ? filter.withDrift() : filter;
    }

    /** The same, to be sent again. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "state", state);
        put(parameters, "search", search);
        put(parameters, "exact", exact ? "true" : "");
        put(parameters, "cohort", cohort);
        put(parameters, "use", use);
        put(parameters, "drift", drift ? "true" : "");
        return parameters;
    }

    /** What is put on record of it: of a text only that there was one, since it is likely somebody's name. */
    Map<String, Object> evidence() {
        Map<String, Object> evidence = new LinkedHashMap<>(parameters());
        evidence.replace("search", true);
        evidence.replace("exact", true);
        evidence.replace("drift", true);
        return evidence;
    }

    private int days() {
        return DAYS.stream()
                .filter(days -> use.equals(days.toString()))
                .findFirst()
                .orElseThrow(() -> new InvalidFilterException("No such number of days."));
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private static String sent(MultivaluedMap<String, String> parameters, String name) {
        @Nullable String value = parameters.getFirst(name);
        return value == null ? "" : value;
    }
}
