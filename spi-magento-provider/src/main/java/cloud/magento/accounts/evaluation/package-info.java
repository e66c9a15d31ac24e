/**
 * Where an account stands towards the policy: gathers the facts from Keycloak, asks the pure policy and hands on its
 * answer. Every hook of the gate and every page asks here.
 */
@NullMarked
package cloud.magento.accounts.evaluation;

import org.jspecify.annotations.NullMarked;
