/** What the standalone broker adds to the server at its root, outside any realm. */
@NullMarked
package cloud.magento.accounts.broker;

import org.jspecify.annotations.NullMarked;
