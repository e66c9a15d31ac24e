/**
 * Outages of upstream that an operator declared: until when, why, and by whom. What that means for an account is the
 * policy's to say.
 */
@NullMarked
package cloud.magento.accounts.outage;

import org.jspecify.annotations.NullMarked;
