/** What the server's log is told once, however often it is met. */
@NullMarked
package cloud.magento.accounts.log;

import org.jspecify.annotations.NullMarked;
