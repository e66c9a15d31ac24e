/** What is done once a transaction of Keycloak's is over. */
@NullMarked
package cloud.magento.accounts.transaction;

import org.jspecify.annotations.NullMarked;
