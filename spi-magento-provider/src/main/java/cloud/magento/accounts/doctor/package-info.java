/**
 * Finds what a realm's configuration leaves open: ways round the gate, and ways on which people get stuck. What is
 * certain it mends. A check looks at settings and at what is kept in memory or in a handful of rows, never at accounts.
 */
@NullMarked
package cloud.magento.accounts.doctor;

import org.jspecify.annotations.NullMarked;
