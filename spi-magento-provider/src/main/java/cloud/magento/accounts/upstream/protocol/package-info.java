/**
 * OpenID Connect as a strict relying party speaks it: requests, responses, metadata, keys, ID tokens and logout tokens.
 * Parsing and checks only: no session, no database, no clock, no call.
 */
@NullMarked
package cloud.magento.accounts.upstream.protocol;

import org.jspecify.annotations.NullMarked;
