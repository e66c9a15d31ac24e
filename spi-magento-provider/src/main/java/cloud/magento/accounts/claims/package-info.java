/** What applications learn of an account's link, in tokens of the client scope {@code magento-link}. */
@NullMarked
package cloud.magento.accounts.claims;

import org.jspecify.annotations.NullMarked;
