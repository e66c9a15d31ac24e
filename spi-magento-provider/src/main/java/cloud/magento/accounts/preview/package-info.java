/**
 * What the roll-out will bring: for one account what the gate will say of it, and for all of them how many will not
 * have connected in time.
 */
@NullMarked
package cloud.magento.accounts.preview;

import org.jspecify.annotations.NullMarked;
