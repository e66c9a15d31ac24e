/**
 * What auditors ask of the accounts and their links: numbers and lists, read by SQL and never by walking users. Every
 * number is the size of the list under the same filter.
 */
@NullMarked
package cloud.magento.accounts.report;

import org.jspecify.annotations.NullMarked;
