/** What our steps of authentication flows share towards Keycloak. */
@NullMarked
package cloud.magento.accounts.flow;

import org.jspecify.annotations.NullMarked;
