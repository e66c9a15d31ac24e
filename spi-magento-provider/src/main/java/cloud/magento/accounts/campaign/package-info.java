/**
 * Campaigns: whom an operator has reminded by mail, in the tables that all nodes share. Who sends the mails is above.
 */
@NullMarked
package cloud.magento.accounts.campaign;

import org.jspecify.annotations.NullMarked;
