/** The hooks that shut every way in: each asks the policy and translates its answer into Keycloak's terms. */
@NullMarked
package cloud.magento.accounts.login.gate;

import org.jspecify.annotations.NullMarked;
