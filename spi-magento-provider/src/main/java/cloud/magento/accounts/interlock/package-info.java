/** What keeps an operator from enforcing the policy by mistake. */
@NullMarked
package cloud.magento.accounts.interlock;

import org.jspecify.annotations.NullMarked;
