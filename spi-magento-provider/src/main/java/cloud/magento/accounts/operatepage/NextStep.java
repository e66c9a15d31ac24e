package cloud.magento.accounts.operatepage;

import java.time.Instant;
import java.util.Locale;

/** What comes next in a roll-out. Pure. */
enum NextStep {
    /** A provider of Keycloak's own stands where ours would. */
    ADOPT(Place.ADOPTION),
    /** Something is open that lets people past the policy, or locks them out. */
    MEND(Place.CHECKS),
    /** Nobody has come in through the provider lately: whether it works, nobody knows. */
    TRY(Place.OVERVIEW),
    /** The deadline has passed while the policy only reports: a new one is to be set. */
    DATE(Place.POLICY),
    /** Nobody is reminded yet. */
    REMIND(Place.POLICY),
    /** Everything is ready; the policy only reports. */
    ENFORCE(Place.POLICY),
    /** The deadline is to come. */
    WAIT(Place.AHEAD),
    /** It has passed, and some are not linked. */
    HELP(Place.EXEMPTIONS),
    /** Everybody is linked. */
    DONE(Place.OVERVIEW);

    private final Place place;

    NextStep(Place place) {
        this.place = place;
    }

    /** Where it is done. */
    Place place() {
        return place;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What is known of the roll-out.
     *
     * @param canAdopt whether a provider of Keycloak's own can be taken over, and there is none of ours
     * @param severe whether something is severely wrong
     * @param worked whether somebody came in through the provider lately
     * @param reminds whether people are reminded, or a time is set from when they are
     * @param unlinked how many accounts are neither linked nor exempt
     */
    record Facts(
            boolean canAdopt,
            boolean severe,
            boolean worked,
            boolean reportOnly,
            boolean reminds,
            Instant deadline,
            Instant now,
            long unlinked) {}

    static NextStep of(Facts facts) {
        boolean isPast = !facts.deadline().isAfter(facts.now());
        if (facts.canAdopt()) {
            return ADOPT;
        }
        if (facts.severe()) {
            return MEND;
        }
        if (!facts.worked()) {
            return TRY;
        }
        if (facts.reportOnly()) {
            if (isPast && facts.unlinked() > 0) {
                return DATE;
            }
            return facts.reminds() || facts.unlinked() == 0 ? ENFORCE : REMIND;
        }
        if (facts.unlinked() == 0) {
            return DONE;
        }
        return isPast ? HELP : WAIT;
    }
}
