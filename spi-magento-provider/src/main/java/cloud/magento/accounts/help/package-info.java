/** The help page, which anybody can read. */
@NullMarked
package cloud.magento.accounts.help;

import org.jspecify.annotations.NullMarked;
