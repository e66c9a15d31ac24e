/** Mails that the server sends by itself, one after the other: its threads for them, and what came of a mail. */
@NullMarked
package cloud.magento.accounts.mailing;

import org.jspecify.annotations.NullMarked;
