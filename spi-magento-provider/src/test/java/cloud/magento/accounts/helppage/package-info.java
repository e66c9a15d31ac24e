@NullMarked
package cloud.magento.accounts.helppage;

import org.jspecify.annotations.NullMarked;
