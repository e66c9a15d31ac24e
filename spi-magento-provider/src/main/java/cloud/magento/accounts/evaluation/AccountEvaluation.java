package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.outage.Outage;
import cloud.magento.accounts.outage.OutageSession;
import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.LinkFacts;
import cloud.magento.accounts.policy.LinkPolicy;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.LinkStatus;
import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.policy.LoginStrength.Shortfall;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.AccountLinks;
import cloud.magento.accounts.registry.DirectoryLinks;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.upstream.UpstreamClaims;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * One account in a realm with a provider of ours. All that it reads is in Keycloak's user and realm caches
 * once the user is cached.
 */
public final class AccountEvaluation {
    /** Of a session that no kept password opened. */
    private static final Predicate<Outage> BY_NOTHING_KEPT = outage -> false;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig provider;
    private final UserModel user;
    private final LinkSettings settings;
    private final Instant now;
    private final Exemptions exemptions;
    private final AccountLinks links;
    private final SkipCount skips;
    private final @Nullable FederatedIdentityModel link;
    private final @Nullable Instant cohortDeadline;

    private AccountEvaluation(
            KeycloakSession session,
            RealmModel realm,
            MagentoIdentityProviderConfig provider,
            UserModel user,
            LinkSettings settings,
            Instant now) {
        this.session = session;
        this.realm = realm;
        this.provider = provider;
        this.user = user;
        this.settings = settings;
        this.now = now;
        this.link = new DirectoryLinks(session, realm).of(user, provider.getAlias());
        this.links = new AccountLinks(session, realm, user);
        this.exemptions = new Exemptions(session, realm);
        this.skips = new SkipCount(session, realm, user);
        this.cohortDeadline = new CohortDeadlines(session, realm, settings.enforceFrom())
                .of(user)
                .orElse(null);
    }

    /** The account's evaluation, or empty in a realm that has no provider of ours and so no policy. */
    public static Optional<AccountEvaluation> of(KeycloakSession session, RealmModel realm, UserModel user) {
        return MagentoProvider.in(session, realm)
                .map(provider -> new AccountEvaluation(
                        session,
                        realm,
                        provider,
                        user,
                        StoredPolicy.of(provider),
                        Instant.ofEpochMilli(Time.currentTimeMillis())));
    }

    /** The same at another instant, under settings that hold then. */
    public static Optional<AccountEvaluation> of(
            KeycloakSession session, RealmModel realm, UserModel user, LinkSettings settings, Instant at) {
        return MagentoProvider.in(session, realm)
                .map(provider -> new AccountEvaluation(session, realm, provider, user, settings, at));
    }

    /**
     * What the policy says.
     *
     * @param throughUpstream whether the session in question was opened by a login at upstream
     */
    public LinkDecision decide(boolean throughUpstream) {
        return decide(
                facts(throughUpstream, false, Shortfall.NONE, false),
                BY_NOTHING_KEPT,
                new LinkPolicy(settings)::decide);
    }

    /**
     * What the policy says of a session that the account's kept password would open now, which counts in a declared
     * outage.
     */
    public LinkDecision decideByPassword() {
        return decide(
                facts(false, false, Shortfall.NONE, false), this::admitsPassword, new LinkPolicy(settings)::decide);
    }

    /** The same where no page can be shown. */
    public LinkDecision decideByPasswordWithoutPage() {
        return decide(
                facts(false, false, Shortfall.NONE, false),
                this::admitsPassword,
                new LinkPolicy(settings)::decideWithoutPage);
    }

    /** What the policy says of a new sign-in by this way. */
    public LinkDecision decide(SignInWay way) {
        return switch (way) {
            case UPSTREAM -> decide(true);
            case OTHER_PROVIDER -> decide(false);
            case LOCAL, GRANT -> decideByPassword();
        };
    }

    /**
     * What the policy says of a new sign-in by this way to an application, at the best that is known of how strong it
     * can be: what upstream will say of its login nobody knows before.
     *
     * @param client the application, or null for any
     * @param withPage whether a page can be shown
     */
    public LinkDecision decide(SignInWay way, @Nullable ClientModel client, boolean withPage) {
        Shortfall shortfall = bestShortfall(way, client);
        LinkPolicy policy = new LinkPolicy(settings);
        return decide(
                facts(way.isThroughUpstream() && upstreamIdentity().isPresent(), false, shortfall, false),
                way == SignInWay.LOCAL || way == SignInWay.GRANT ? this::admitsPassword : BY_NOTHING_KEPT,
                withPage ? policy::decide : policy::decideWithoutPage);
    }

    private Shortfall bestShortfall(SignInWay way, @Nullable ClientModel client) {
        LoginStrength strength = settings.strength();
        int wanted = Math.max(WantedLevel.ofEverybody(strength, user), WantedLevel.ofClient(client));
        if (wanted <= LoginLevels.ANY || user.getServiceAccountClientLink() != null) {
            return Shortfall.NONE;
        }
        boolean hasFactor = ShownFactors.KINDS.stream().anyMatch(user.credentialManager()::isConfiguredFor);
        int here = hasFactor ? strength.levels().bySecondFactor() : LoginLevels.ANY;
        int reached = way.isThroughUpstream() ? strength.levels().highest() : here;
        return reached < wanted ? Shortfall.LEVEL : Shortfall.NONE;
    }

    /** The password was right: where only a declared outage lets it count, the sign-in says so from now on. */
    public void acceptPassword(AuthenticationSessionModel authSession) {
        if (decideByPassword().reason() == ReasonCode.OUTAGE_DECLARED) {
            outage().ifPresent(outage -> OutageSession.mark(authSession, outage, user));
        }
    }

    /** What the policy says where no page can be shown: see {@link LinkPolicy#decideWithoutPage}. */
    public LinkDecision decideWithoutPage(boolean throughUpstream) {
        return decide(
                facts(throughUpstream, false, Shortfall.NONE, false),
                BY_NOTHING_KEPT,
                new LinkPolicy(settings)::decideWithoutPage);
    }

    /** What the policy says of a sign-in that is under way. */
    public LinkDecision decide(KeycloakSession session, AuthenticationSessionModel authSession) {
        return decide(facts(session, authSession), isOf(session, authSession), new LinkPolicy(settings)::decide);
    }

    /** What the policy says of a sign-in that may show no page. */
    public LinkDecision decideWithoutPage(KeycloakSession session, AuthenticationSessionModel authSession) {
        return decide(
                facts(session, authSession), isOf(session, authSession), new LinkPolicy(settings)::decideWithoutPage);
    }

    /** What the policy says of an open session, where no page can be shown. */
    public LinkDecision decideWithoutPage(KeycloakSession session, UserSessionModel userSession) {
        return decideWithoutPage(session, userSession, strength().of(userSession, this));
    }

    /** The same of an application's part of an open session. */
    public LinkDecision decideWithoutPage(KeycloakSession session, AuthenticatedClientSessionModel clientSession) {
        return decideWithoutPage(
                session, clientSession.getUserSession(), strength().of(clientSession, this));
    }

    private LinkDecision decideWithoutPage(KeycloakSession session, UserSessionModel userSession, Shortfall shortfall) {
        LinkFacts facts = facts(
                UpstreamSession.isThroughUpstream(userSession, this),
                UpstreamSession.lacksSecondFactor(userSession),
                shortfall,
                SignInEpoch.isOver(session, userSession));
        return decide(
                facts, outage -> OutageSession.isOf(outage, userSession), new LinkPolicy(settings)::decideWithoutPage);
    }

    /** Keeps with the session that a sign-in leads to which level it has reached, and has tokens tell of it. */
    public void keepStrength(KeycloakSession session, AuthenticationSessionModel authSession) {
        strength().keep(session, authSession);
    }

    /** Whether a second factor would be enough for a sign-in whose level is too low. */
    public boolean isEnoughWithSecondFactor(AuthenticationSessionModel authSession) {
        return strength().isReachedBySecondFactor(WantedLevel.of(settings.strength(), authSession, user));
    }

    public LinkStatus status() {
        return link != null
                ? LinkStatus.LINKED
                : LinkStatus.of(
                        facts(false, false, Shortfall.NONE, false)
                                .exemptUntil(exemptUntil().orElse(null)),
                        deadline());
    }

    public Instant deadline() {
        return new LinkPolicy(settings).deadline(facts(false, false, Shortfall.NONE, false));
    }

    /** Until when the account is let through. */
    public Optional<Instant> exemptUntil() {
        return exemptions.of(user).map(Exemption::until).filter(until -> until.isAfter(now));
    }

    /** Until when a declared outage lets the account's kept password open it. */
    public Optional<Instant> outageUntil() {
        return decideByPassword().reason() == ReasonCode.OUTAGE_DECLARED
                ? outage().map(Outage::until)
                : Optional.empty();
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

    /**
     * The identity that the account is linked to, where Keycloak's table and ours agree on it. A link that only
     * Keycloak's knows, of a time when this software was not in the server, is taken for one of the provider's issuer.
     */
    public Optional<UpstreamIdentity> upstreamIdentity() {
        if (link == null || !UpstreamIdentity.isSubject(link.getUserId())) {
            return Optional.empty();
        }
        return links.identity(provider.getAlias())
                .or(() -> Optional.of(new UpstreamIdentity(provider.issuer(), link.getUserId())))
                .filter(identity -> identity.subject().equals(link.getUserId()));
    }

    /**
     * Whether Keycloak opens this account for whoever arrives as the identity that it is linked to: not where the two
     * tables contradict each other, nor where Keycloak has the identity at several accounts.
     */
    public boolean isOpenedThroughUpstream() {
        return upstreamIdentity()
                .filter(identity -> !new RegisteredLinks(session).contradict(realm, provider.getAlias(), identity))
                .isPresent();
    }

    /** Whether this is the identity that the account is linked to. */
    public boolean isLinkedTo(BrokeredIdentityContext identity) {
        return upstreamIdentity()
                .filter(UpstreamClaims.identity(identity)::equals)
                .isPresent();
    }

    /** Counts one more reminder put off. */
    public void countSkip() {
        skips.add();
    }

    /**
     * Asks with what costs nothing first, and with the rest where that could change the answer.
     *
     * @param openedIn whether the session was opened by the account's kept password in this outage
     */
    private LinkDecision decide(LinkFacts facts, Predicate<Outage> openedIn, Function<LinkFacts, LinkDecision> policy) {
        LinkDecision decision = policy.apply(facts);
        if (decision instanceof LinkDecision.Pass) {
            return decision;
        }
        LinkFacts further = facts.exemptUntil(exemptUntil().orElse(null));
        return policy.apply(
                decision instanceof LinkDecision.LoginUpstream
                        ? further.outageUntil(
                                outage().filter(openedIn).map(Outage::until).orElse(null))
                        : further);
    }

    private Optional<Outage> outage() {
        return new Outages(session, realm).inForce(now, provider.outageLimit());
    }

    private Predicate<Outage> isOf(KeycloakSession session, AuthenticationSessionModel authSession) {
        return outage -> OutageSession.isOf(outage, session, authSession, user);
    }

    /**
     * A link that only Keycloak has is one that was adopted.
     *
     * @see LinkProof#vouchesForPassword()
     */
    private boolean admitsPassword(Outage outage) {
        String alias = provider.getAlias();
        return links.link(alias)
                .map(link -> link.proof() != null && link.proof().vouchesForPassword())
                .orElse(true);
    }

    private LinkFacts facts(KeycloakSession session, AuthenticationSessionModel authSession) {
        return facts(
                UpstreamSession.isThroughUpstream(session, authSession, this),
                UpstreamSession.lacksSecondFactor(session, authSession),
                strength().of(session, authSession, this),
                SignInEpoch.isOver(session, authSession));
    }

    private SessionStrength strength() {
        return new SessionStrength(settings.strength());
    }

    private LinkFacts facts(
            boolean throughUpstream, boolean secondFactorMissing, Shortfall shortfall, boolean outdated) {
        return new LinkFacts(
                now,
                user.getServiceAccountClientLink() != null,
                link != null,
                throughUpstream,
                secondFactorMissing,
                shortfall,
                outdated,
                null,
                cohortDeadline,
                null,
                skips.used());
    }
}
