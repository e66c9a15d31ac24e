/**
 * The log key, which signs the ledger's checkpoints: where it comes from, how it is read and made. It lies outside the
 * database that it vouches for.
 */
@NullMarked
package cloud.magento.accounts.ledger.logkey;

import org.jspecify.annotations.NullMarked;
