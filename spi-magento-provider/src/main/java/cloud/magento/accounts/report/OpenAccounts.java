package cloud.magento.accounts.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is not linked yet, and how many people connected on each day until now. Of enabled accounts of people.
 *
 * @param at the instant by which exemptions are told
 * @param counted when it was counted
 * @param accounts all of them
 * @param linked those with a link
 * @param exempt those without one that are let through at that instant
 * @param open those that are neither: who would be stopped once every deadline has passed
 * @param unreachable how many of the open ones are hard to reach
 * @param signInsSince the first day of which sign-ins are known; null where none is
 * @param connectedPerDay how many people connected by themselves on each whole day, yesterday last; from the first day
 *     that anybody did, {@value #DAYS} days at most. Links that an operator wrote and accounts that came with their
 *     link do not count
 */
public record OpenAccounts(
        Instant at,
        Instant counted,
        long accounts,
        long linked,
        long exempt,
        long open,
        Unreachable unreachable,
        @Nullable LocalDate signInsSince,
        List<Long> connectedPerDay) {
    /** How many days are looked back at. */
    public static final int DAYS = 56;

    public OpenAccounts {
        connectedPerDay = List.copyOf(connectedPerDay);
    }

    /**
     * Accounts whose people a mail or a reminder may never find.
     *
     * @param noAddress without an address
     * @param unverifiedAddress with one that nobody verified
     * @param noSignIn that came into no application since {@code signInsSince}
     * @param neither with no verified address and no sign-in
     */
    public record Unreachable(long noAddress, long unverifiedAddress, long noSignIn, long neither) {}
}
