/** The help page, which anybody can read. */
@NullMarked
package cloud.magento.accounts.helppage;

import org.jspecify.annotations.NullMarked;
