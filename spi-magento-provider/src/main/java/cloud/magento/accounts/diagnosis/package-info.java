/**
 * Why one person can or cannot sign in: what is known of the account, in the order in which it decides, and what can be
 * done. The gate's own code says what the gate answers.
 */
@NullMarked
package cloud.magento.accounts.diagnosis;

import org.jspecify.annotations.NullMarked;
