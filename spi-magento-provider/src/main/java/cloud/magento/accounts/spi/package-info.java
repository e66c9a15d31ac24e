/** What our providers of Keycloak's SPIs say alike. */
@NullMarked
package cloud.magento.accounts.spi;

import org.jspecify.annotations.NullMarked;
