package cloud.magento.accounts.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts are asked for: those for which everything holds that is not null or false.
 *
 * @param state the account's state
 * @param search a text, taken letter by letter but for case, that is in the account's name, address, first or last
 *     name, or in upstream's subject or name of the person; 1 to {@value #MAX_SEARCH_LENGTH} characters
 * @param exact the account's name or address, or upstream's subject, has to be that text and not only contain it, or
 *     the account's id; found at once, however many accounts there are
 * @param cohort the id of the cohort's group, or {@value #NO_COHORT} for accounts in no cohort
 * @param linkedFrom tied at this instant or later
 * @param linkedTo tied before this instant
 * @param unusedSince tied before this instant and without a sign-in through upstream from then on
 * @param neverUsed without any sign-in through upstream since the link was made
 * @param drift upstream's address is another than the account's
 */
public record IdentityFilter(
        @Nullable IdentityState state,
        @Nullable String search,
        boolean exact,
        @Nullable String cohort,
        @Nullable Instant linkedFrom,
        @Nullable Instant linkedTo,
        @Nullable Instant unusedSince,
        boolean neverUsed,
        boolean drift) {
    public static final int MAX_SEARCH_LENGTH = 255;

    /** Stands for the id of a cohort where accounts in no cohort are meant. */
    public static final String NO_COHORT = "none";

    public static final IdentityFilter EVERYBODY =
            new IdentityFilter(null, null, false, null, null, null, null, false, false);

    /** @throws InvalidFilterException for a text that is empty, too long or cannot be stored, or a time without end */
    public IdentityFilter {
        if (search != null && (search.isEmpty() || search.length() > MAX_SEARCH_LENGTH || search.indexOf('\0') >= 0)) {
            throw new InvalidFilterException("\"search\" has 1 to " + MAX_SEARCH_LENGTH + " characters, and no NUL.");
        }
        if (exact && search == null) {
            throw new InvalidFilterException("\"exact\" goes with \"search\".");
        }
        if (linkedFrom != null && linkedTo != null && !linkedFrom.isBefore(linkedTo)) {
            throw new InvalidFilterException("\"linkedFrom\" lies before \"linkedTo\".");
        }
    }

    public IdentityFilter withState(IdentityState wanted) {
        return new IdentityFilter(wanted, search, exact, cohort, linkedFrom, linkedTo, unusedSince, neverUsed, drift);
    }

    public IdentityFilter withSearch(String text) {
        return new IdentityFilter(state, text, exact, cohort, linkedFrom, linkedTo, unusedSince, neverUsed, drift);
    }

    public IdentityFilter withExact(String text) {
        return new IdentityFilter(state, text, true, cohort, linkedFrom, linkedTo, unusedSince, neverUsed, drift);
    }

    public IdentityFilter withCohort(String id) {
        return new IdentityFilter(state, search, exact, id, linkedFrom, linkedTo, unusedSince, neverUsed, drift);
    }

    public IdentityFilter withUnusedSince(Instant instant) {
        return new IdentityFilter(state, search, exact, cohort, linkedFrom, linkedTo, instant, neverUsed, drift);
    }

    public IdentityFilter withDrift() {
        return new IdentityFilter(state, search, exact, cohort, linkedFrom, linkedTo, unusedSince, neverUsed, true);
    }

    public IdentityFilter withNeverUsed() {
        return new IdentityFilter(state, search, exact, cohort, linkedFrom, linkedTo, unusedSince, true, drift);
    }
}
