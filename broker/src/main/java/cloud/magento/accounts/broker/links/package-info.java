/**
 * The command {@code magento-links}: what an operator does in a roll-out, over the admin REST API. It runs on any
 * machine that reaches the server, knows nothing but that API, and is shipped apart from the providers, under
 * tools/links.
 */
@NullMarked
package cloud.magento.accounts.broker.links;

import org.jspecify.annotations.NullMarked;
