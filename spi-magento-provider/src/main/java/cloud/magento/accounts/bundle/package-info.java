/**
 * Carries what our tables have of a realm to where the realm is made anew: links with dates and proofs, exemptions,
 * approvals, and the ledger, which stays verifiable as history. {@code docs/rest.md} tells the file's form.
 */
@NullMarked
package cloud.magento.accounts.bundle;

import org.jspecify.annotations.NullMarked;
