package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.time.Instant;

/**
 * One account tied to one upstream identity.
 *
 * @param userId the account's id
 * @param identity who it belongs to at upstream
 * @param linkedAt since when
 * @param proof by what the account was proven
 */
public record Link(String userId, UpstreamIdentity identity, Instant linkedAt, LinkProof proof) {}
