package cloud.magento.accounts.registry;

import org.jspecify.annotations.Nullable;

/**
 * Whose link another one took the place of.
 *
 * @param name what upstream called them; null where that is not known
 * @param address theirs at upstream, if upstream vouched for it at the last sign-in there; else null
 */
public record FormerOwner(@Nullable String name, @Nullable String address) {}
