package cloud.magento.accounts.interlock;

import java.util.Locale;

/** What has to hold before the policy may stop more people than before. */
enum Condition {
    /** Somebody came through the provider in the last day, with its connection as it is now: so it works. */
    NO_RECENT_SIGN_IN,
    /** Somebody who could undo it stays able to come in. */
    NO_ADMINISTRATOR,
    /** Whoever asks everybody for a level has reached it themselves, or is not bound by it. */
    LEVEL_NOT_REACHED,
    /** Whoever does it knows how many are stopped at once. */
    STOPPED_NOT_ACKNOWLEDGED,
    /** The doctor finds nothing severe. */
    DOCTOR_SEVERE;

    /** The public form of its lack, in lower kebab-case. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
