@NullMarked
package cloud.magento.accounts.auditpage;

import org.jspecify.annotations.NullMarked;
