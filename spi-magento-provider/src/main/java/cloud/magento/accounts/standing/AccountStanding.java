package cloud.magento.accounts.standing;

import cloud.magento.accounts.linking.LinkDecision;
import cloud.magento.accounts.linking.LinkFacts;
import cloud.magento.accounts.linking.LinkPolicy;
import cloud.magento.accounts.linking.LinkSettings;
import cloud.magento.accounts.linking.LinkStatus;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * One account's standing in a realm with a provider of ours. All that it reads is in Keycloak's user and realm caches
 * once the user is cached.
 */
public final class AccountStanding {
    /** User attribute: how many reminders the person has put off. */
    static final String SKIPS = "magento.link.skips";

    private static final Logger LOG = Logger.getLogger(AccountStanding.class);

    private final MagentoIdentityProviderConfig provider;
    private final UserModel user;
    private final LinkSettings settings;
    private final Instant now;
    private final Exemptions exemptions;
    private final @Nullable FederatedIdentityModel link;
    private final @Nullable Instant cohortDeadline;

    private AccountStanding(
            KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider, UserModel user) {
        this.provider = provider;
        this.user = user;
        this.settings = StoredPolicy.of(provider);
        this.now = Instant.ofEpochMilli(Time.currentTimeMillis());
        this.link = session.users().getFederatedIdentity(realm, user, provider.getAlias());
        this.exemptions = new Exemptions(session, realm);
        this.cohortDeadline = new CohortDeadlines(session, realm, settings.enforceFrom())
                .of(user)
                .orElse(null);
    }

    /** The account's standing, or empty in a realm that has no provider of ours and so no policy. */
    public static Optional<AccountStanding> of(KeycloakSession session, RealmModel realm, UserModel user) {
        return MagentoProvider.in(session, realm).map(provider -> new AccountStanding(session, realm, provider, user));
    }

    /**
     * What the policy says.
     *
     * @param throughUpstream whether the session in question was opened by a login at upstream
     */
    public LinkDecision decide(boolean throughUpstream) {
        return decide(throughUpstream, new LinkPolicy(settings)::decide);
    }

    /** What the policy says where no page can be shown: see {@link LinkPolicy#decideWithoutPage}. */
    public LinkDecision decideWithoutPage(boolean throughUpstream) {
        return decide(throughUpstream, new LinkPolicy(settings)::decideWithoutPage);
    }

    public LinkStatus status() {
        return link != null
                ? LinkStatus.LINKED
                : LinkStatus.of(facts(false).exemptUntil(exemptUntil().orElse(null)), deadline());
    }

    public Instant deadline() {
        return new LinkPolicy(settings).deadline(facts(false));
    }

    /** Until when the account is let through. */
    public Optional<Instant> exemptUntil() {
        return exemptions.of(user).map(Exemption::until).filter(until -> until.isAfter(now));
    }

    public Instant now() {
        return now;
    }

    public LinkSettings settings() {
        return settings;
    }

    public MagentoIdentityProviderConfig provider() {
        return provider;
    }

    public UserModel user() {
        return user;
    }

    /** The account's link as Keycloak stores it: subject as user id, upstream's name for the person as user name. */
    public Optional<FederatedIdentityModel> link() {
        return Optional.ofNullable(link);
    }

    /** Counts one more reminder put off. */
    public void countSkip() {
        user.setSingleAttribute(SKIPS, Integer.toString(skipsUsed() + 1));
    }

    private LinkDecision decide(boolean throughUpstream, Function<LinkFacts, LinkDecision> policy) {
        LinkDecision decision = policy.apply(facts(throughUpstream));
        if (decision instanceof LinkDecision.Pass) {
            return decision;
        }
        return exemptUntil()
                .map(until -> policy.apply(facts(throughUpstream).exemptUntil(until)))
                .orElse(decision);
    }

    private LinkFacts facts(boolean throughUpstream) {
        return new LinkFacts(
                now,
                user.getServiceAccountClientLink() != null,
                link != null,
                throughUpstream,
                null,
                cohortDeadline,
                skipsUsed());
    }

    private int skipsUsed() {
        String skips = user.getFirstAttribute(SKIPS);
        try {
            return skips == null ? 0 : Math.max(0, Integer.parseInt(skips));
        } catch (NumberFormatException notACount) {
            LOG.warnf("The skip count of account %s is not a number and counts as none", user.getId());
            return 0;
        }
    }
}
