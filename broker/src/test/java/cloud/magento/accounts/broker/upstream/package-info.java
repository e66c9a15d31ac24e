/** A stand-in for Magento.com that speaks OpenID Connect for real, can be any of several people, and can misbehave. */
@NullMarked
package cloud.magento.accounts.broker.upstream;

import org.jspecify.annotations.NullMarked;
