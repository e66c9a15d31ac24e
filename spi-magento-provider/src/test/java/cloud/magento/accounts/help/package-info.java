@NullMarked
package cloud.magento.accounts.help;

import org.jspecify.annotations.NullMarked;
