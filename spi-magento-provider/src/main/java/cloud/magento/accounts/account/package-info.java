/** The account page with its section Single Sign-On: where people see their link and connect. */
@NullMarked
package cloud.magento.accounts.account;

import org.jspecify.annotations.NullMarked;
