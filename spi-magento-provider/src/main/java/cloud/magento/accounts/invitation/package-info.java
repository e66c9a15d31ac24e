/** Invites accounts, by mail, to be linked or to be linked anew. */
@NullMarked
package cloud.magento.accounts.invitation;

import org.jspecify.annotations.NullMarked;
