/**
 * Refusals that a person is shown: each is recorded, and only what is recorded has a reference. Knows neither pages nor
 * the policy.
 */
@NullMarked
package cloud.magento.accounts.refusal;

import org.jspecify.annotations.NullMarked;
