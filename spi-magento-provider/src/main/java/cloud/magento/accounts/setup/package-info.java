/**
 * Sets a realm up for the policy: flows, required action, client, client scope, roles. Knows the other packages' parts
 * by their ids only, as an operator does who configures them by hand.
 */
@NullMarked
package cloud.magento.accounts.setup;

import org.jspecify.annotations.NullMarked;
