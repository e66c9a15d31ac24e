/** The admin REST API under {@code /admin/realms/{realm}/magento}: what operators and auditors ask and change. */
@NullMarked
package cloud.magento.accounts.adminapi;

import org.jspecify.annotations.NullMarked;
