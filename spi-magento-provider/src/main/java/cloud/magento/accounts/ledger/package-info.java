/**
 * The ledger: an entry for every change of a link, an exemption or the policy, and for every refusal, in a chain of
 * hashes that shows any later change of it. {@code docs/ledger.md} tells its form byte by byte.
 */
@NullMarked
package cloud.magento.accounts.ledger;

import org.jspecify.annotations.NullMarked;
