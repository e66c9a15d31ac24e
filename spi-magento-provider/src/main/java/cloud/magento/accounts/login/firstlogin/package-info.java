/**
 * The steps of the flow "magento first broker login": what happens when upstream sends somebody whose identity belongs
 * to no account here yet.
 */
@NullMarked
package cloud.magento.accounts.login.firstlogin;

import org.jspecify.annotations.NullMarked;
