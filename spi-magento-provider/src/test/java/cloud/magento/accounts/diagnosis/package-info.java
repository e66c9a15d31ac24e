@NullMarked
package cloud.magento.accounts.diagnosis;

import org.jspecify.annotations.NullMarked;
