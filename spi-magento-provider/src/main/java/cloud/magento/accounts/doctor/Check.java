package cloud.magento.accounts.doctor;

import java.util.Set;
import java.util.stream.Stream;

/** Looks at one thing in a realm that has a provider of ours. */
interface Check {
    /** Its name, in kebab-case: that of its findings, and in the address of its fix. */
    String id();

    /** What a fix of it changes first of all. */
    Changes changes();

    /** All that a fix of it may change: its caller needs the right to each. */
    default Set<Changes> mayChange() {
        return Set.of(changes());
    }

    /** What is wrong; empty where all is well, or where there is no such way at all. */
    Stream<Found> look(Examination examination);
}
