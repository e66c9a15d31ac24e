/** The roll-out of a realm as one document: what it is, what it is to be, and how it becomes that. */
@NullMarked
package cloud.magento.accounts.rollout;

import org.jspecify.annotations.NullMarked;
