/**
 * Sends the ledger's entries to another system, signed, in their order and at least once. What was delivered is
 * remembered beside the ledger itself, so nothing is lost over restarts. {@code docs/siem.md} tells its form.
 */
@NullMarked
package cloud.magento.accounts.ledger.webhook;

import org.jspecify.annotations.NullMarked;
