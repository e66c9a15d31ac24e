@NullMarked
package cloud.magento.accounts.auditor;

import org.jspecify.annotations.NullMarked;
