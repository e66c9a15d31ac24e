/**
 * The operator's page: where the roll-out stands, what comes next, and every call of the admin REST API that a roll-out
 * takes as a form. Each act is that call: the same roles, the same checks, the same records.
 */
@NullMarked
package cloud.magento.accounts.operatepage;

import org.jspecify.annotations.NullMarked;
