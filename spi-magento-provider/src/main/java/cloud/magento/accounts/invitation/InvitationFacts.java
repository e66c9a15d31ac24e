package cloud.magento.accounts.invitation;

import cloud.magento.accounts.evaluation.OwnProof;

/**
 * What decides whether an account is invited.
 *
 * @param mailServer whether the realm has one
 * @param linkable whether its directory, if it has one, tells of its person by more than a name
 * @param own what it has of its own to be proven by
 * @param invited whether it has an invitation that can be used
 * @param mailedByCall whether this very call has mailed it before
 * @param hourUsedUp whether the realm sent as many in this hour as it may
 */
record InvitationFacts(
        boolean mailServer,
        boolean enabled,
        boolean serviceAccount,
        boolean linkable,
        boolean hasAddress,
        boolean addressVerified,
        OwnProof own,
        boolean invited,
        boolean mailedByCall,
        boolean hourUsedUp) {}
