/**
 * The auditor's page: how far the realm is, who is linked to whom since when by what proof, and the record to take
 * away. It reads and changes nothing, and whoever reads what is personal is himself on record.
 */
@NullMarked
package cloud.magento.accounts.auditpage;

import org.jspecify.annotations.NullMarked;
