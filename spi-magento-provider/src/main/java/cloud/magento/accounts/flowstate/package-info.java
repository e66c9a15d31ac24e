/** What our steps keep from one request of a sign-in to the next, in Keycloak's authentication session. */
@NullMarked
package cloud.magento.accounts.flowstate;

import org.jspecify.annotations.NullMarked;
