package cloud.magento.accounts.doctor;

import java.util.stream.Stream;

/** Looks at one thing in a realm that has a provider of ours. */
interface Check {
    /** Its name, in kebab-case: that of its findings, and in the address of its fix. */
    String id();

    /** What a fix of it changes. */
    Changes changes();

    /** What is wrong; empty where all is well, or where there is no such way at all. */
    Stream<Found> look(Examination examination);
}
