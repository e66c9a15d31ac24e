package cloud.magento.accounts.bulk;

import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.LinkBatch;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the accounts, subjects and addresses of some rows.
 *
 * @param issuer of the provider
 * @param links by both tables
 * @param withAccess accounts that have what a change of their link ends
 * @param expected pre-associations by account, of the rows' accounts and addresses
 * @param exemptions by account
 * @param mailsWanted whether each owner is to be told by mail
 */
record RowFacts(
        Instant now,
        String issuer,
        LinkBatch.Links links,
        Set<String> withAccess,
        Map<String, ExpectedLink> expected,
        Map<String, Exemption> exemptions,
        boolean mailsWanted) {

    @Nullable
    String subjectAtKeycloak(FoundAccount account) {
        return links.atKeycloak().get(account.id());
    }

    @Nullable
    UpstreamIdentity identityInRegistry(FoundAccount account) {
        return links.inRegistry().get(account.id());
    }

    /** Whether the account's change needs nothing but the two tables' rows. */
    boolean isQuiet(FoundAccount account) {
        return account.local() && !mailsWanted && !withAccess.contains(account.id());
    }
}
