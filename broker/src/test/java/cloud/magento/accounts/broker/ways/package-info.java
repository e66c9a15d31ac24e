/** Every known way to a session or token, and what it opens for which account after the deadline. */
@NullMarked
package cloud.magento.accounts.broker.ways;

import org.jspecify.annotations.NullMarked;
