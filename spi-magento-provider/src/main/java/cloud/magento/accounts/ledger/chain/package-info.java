/**
 * The ledger's hash chain: canonical JSON, the hashes that chain entries, the commitments that stand for personal data,
 * and the check of a whole ledger. Pure: the server that appends and the program that verifies an export without it are
 * held to the same rules. The format is told byte by byte in docs/ledger.md.
 */
@NullMarked
package cloud.magento.accounts.ledger.chain;

import org.jspecify.annotations.NullMarked;
