/**
 * How this server calls others and how often it lets itself be called: whom it may reach (SSRF), by when an answer must
 * be there, when a circuit is open, and rate limits. Knows nothing of Keycloak and nothing of the rest.
 */
@NullMarked
package cloud.magento.accounts.net;

import org.jspecify.annotations.NullMarked;
