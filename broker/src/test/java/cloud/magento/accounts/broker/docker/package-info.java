/** What runs the broker in containers, as far as it can be held to anything without an engine. */
@NullMarked
package cloud.magento.accounts.broker.docker;

import org.jspecify.annotations.NullMarked;
