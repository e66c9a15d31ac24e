/**
 * The auditor's page: how far the realm is, who is linked to whom, since when and by what proof, and the ledger's
 * export. It reads and changes nothing, and every reading of personal data is recorded.
 */
@NullMarked
package cloud.magento.accounts.auditpage;

import org.jspecify.annotations.NullMarked;
