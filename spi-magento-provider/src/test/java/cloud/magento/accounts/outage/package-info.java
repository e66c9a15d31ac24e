@NullMarked
package cloud.magento.accounts.outage;

import org.jspecify.annotations.NullMarked;
