/** Files of any length, sent while they are read. */
@NullMarked
package cloud.magento.accounts.download;

import org.jspecify.annotations.NullMarked;
