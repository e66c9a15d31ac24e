/** Reminds people by mail, before their deadline, to connect their account: looks up whom, and sends. */
@NullMarked
package cloud.magento.accounts.reminder;

import org.jspecify.annotations.NullMarked;
