/**
 * Takes a realm over that is in use: a provider of Keycloak's own types becomes ours in place, with its alias, secret,
 * mappers and links, and nobody is signed out or written to.
 */
@NullMarked
package cloud.magento.accounts.adoption;

import org.jspecify.annotations.NullMarked;
