/** The decisions of this project as pure functions over plain facts: no Keycloak, no clock, no database. */
@NullMarked
package cloud.magento.accounts.policy;

import org.jspecify.annotations.NullMarked;
