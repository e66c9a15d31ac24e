/**
 * The calls to upstream: to an address that was checked, by one deadline, of limited size, with a circuit breaker, at a
 * pace that upstream bears; and documents that are kept.
 */
@NullMarked
package cloud.magento.accounts.upstream.http;

import org.jspecify.annotations.NullMarked;
