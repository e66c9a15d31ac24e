package cloud.magento.accounts.registry;

import java.time.Instant;

/**
 * The newest change of an account's link: that it was made, replaced or removed.
 *
 * @param id tells this change from every other, whatever the clocks of the nodes say
 * @param at when
 */
public record LinkChange(String id, Instant at) {}
