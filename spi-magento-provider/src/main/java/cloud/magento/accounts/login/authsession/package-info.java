/**
 * Keycloak's authentication sessions, without those whose account's link has changed since they began: where every page
 * of a sign-in comes by, whichever page, action, protocol or node it is.
 */
@NullMarked
package cloud.magento.accounts.login.authsession;

import org.jspecify.annotations.NullMarked;
