/** What our steps of authentication flows share towards Keycloak. */
@NullMarked
package cloud.magento.accounts.login.step;

import org.jspecify.annotations.NullMarked;
