package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.report.IdentityFilter;
import cloud.magento.accounts.report.IdentityState;
import cloud.magento.accounts.report.InvalidFilterException;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters by which a list of accounts is filtered, as they were sent; an empty one counts as none. */
public final class IdentityQuery {
    @QueryParam("state")
    public @Nullable String state;

    @QueryParam("search")
    public @Nullable String search;

    @QueryParam("exact")
    public @Nullable String exact;

    @QueryParam("cohort")
    public @Nullable String cohort;

    @QueryParam("linkedFrom")
    public @Nullable String linkedFrom;

    @QueryParam("linkedTo")
    public @Nullable String linkedTo;

    @QueryParam("unusedSince")
    public @Nullable String unusedSince;

    @QueryParam("neverUsed")
    public @Nullable String neverUsed;

    @QueryParam("drift")
    public @Nullable String drift;

    /** @throws InvalidFilterException for a value that is not what its parameter wants */
    IdentityFilter filter() {
        return new IdentityFilter(
                state(sent(state)),
                sent(search),
                flag("exact", sent(exact)),
                sent(cohort),
                Parameters.instant("linkedFrom", sent(linkedFrom)),
                Parameters.instant("linkedTo", sent(linkedTo)),
                Parameters.instant("unusedSince", sent(unusedSince)),
                flag("neverUsed", sent(neverUsed)),
                flag("drift", sent(drift)));
    }

    /**
     * What an administrator asked for, to be kept as evidence. Of a search only that there was one: its text is likely
     * a name or an address, and would outlive the account.
     */
    static Map<String, Object> record(IdentityFilter filter) {
        Map<String, Object> record = new LinkedHashMap<>();
        Optional.ofNullable(filter.state()).ifPresent(state -> record.put("state", state.id()));
        if (filter.search() != null) {
            record.put("search", true);
        }
        if (filter.exact()) {
            record.put("exact", true);
        }
        Optional.ofNullable(filter.cohort()).ifPresent(id -> record.put("cohort", id));
        Optional.ofNullable(filter.linkedFrom()).ifPresent(from -> record.put("linkedFrom", from.toString()));
        Optional.ofNullable(filter.linkedTo()).ifPresent(to -> record.put("linkedTo", to.toString()));
        Optional.ofNullable(filter.unusedSince()).ifPresent(since -> record.put("unusedSince", since.toString()));
        if (filter.neverUsed()) {
            record.put("neverUsed", true);
        }
        if (filter.drift()) {
            record.put("drift", true);
        }
        return record;
    }

    private static @Nullable String sent(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable IdentityState state(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return IdentityState.withId(text)
                .orElseThrow(() -> new InvalidFilterException("\"state\" is one of "
                        + Arrays.stream(IdentityState.values())
                                .map(IdentityState::id)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw new InvalidFilterException("\"" + name + "\" is true or false.");
    }
}
