@NullMarked
package cloud.magento.accounts.operatepage;

import org.jspecify.annotations.NullMarked;
