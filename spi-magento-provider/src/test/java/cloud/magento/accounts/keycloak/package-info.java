/**
 * Keycloak without a server, for tests of one hook or one statement. Each class provides what our code asks of it;
 * whatever else is called fails and says which method it was.
 */
@NullMarked
package cloud.magento.accounts.keycloak;

import org.jspecify.annotations.NullMarked;
