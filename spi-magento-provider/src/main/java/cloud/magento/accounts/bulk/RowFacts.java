package cloud.magento.accounts.bulk;

import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.LinkBatch;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of the accounts, subjects and addresses of some rows, beside what each account tells of itself.
 *
 * @param issuer of the provider
 * @param owners whose the rows' subjects are
 * @param expected pre-associations by account, of the rows' accounts and addresses
 * @param exemptions by account
 * @param alwaysAlone whether no account's change is but its rows: each owner is to be told by mail, or nobody can tell
 *     quickly who has a session
 */
record RowFacts(
        Instant now,
        String issuer,
        LinkBatch.Owners owners,
        Map<String, ExpectedLink> expected,
        Map<String, Exemption> exemptions,
        boolean alwaysAlone) {

    /** Whether the account's change needs nothing but the two tables' rows. */
    boolean isQuiet(FoundAccount account) {
        return account.local() && !account.open() && !alwaysAlone;
    }
}
