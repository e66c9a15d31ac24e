/**
 * What the server tells a monitoring of, on Keycloak's own metrics endpoint: who signs in by which way, which links
 * change, who is refused and why, and how far linking and the ledger are. No label names a person.
 */
@NullMarked
package cloud.magento.accounts.metrics;

import org.jspecify.annotations.NullMarked;
