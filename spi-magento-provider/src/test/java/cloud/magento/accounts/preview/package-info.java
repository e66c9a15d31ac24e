@NullMarked
package cloud.magento.accounts.preview;

import org.jspecify.annotations.NullMarked;
