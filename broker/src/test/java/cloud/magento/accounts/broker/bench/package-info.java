/**
 * What the gate and the identity provider cost, measured beside stock Keycloak in the same server. Run by {@code
 * ./bench}.
 */
@NullMarked
package cloud.magento.accounts.broker.bench;

import org.jspecify.annotations.NullMarked;
