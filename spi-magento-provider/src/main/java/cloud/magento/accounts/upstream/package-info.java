/**
 * Magento.com as a strict OpenID Connect relying party sees it: the identity provider {@code magento}, its
 * configuration, the trip of a browser to upstream and back, and every check of what upstream answers. Knows no linking
 * policy.
 */
@NullMarked
package cloud.magento.accounts.upstream;

import org.jspecify.annotations.NullMarked;
