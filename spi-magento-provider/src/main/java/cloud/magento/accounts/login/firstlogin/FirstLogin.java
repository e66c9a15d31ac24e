package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.evaluation.StoredPolicy;
import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.login.step.SignInNotice;
import cloud.magento.accounts.policy.EmailAddress;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.policy.UpstreamLogin;
import cloud.magento.accounts.refusal.Refusal;
import cloud.magento.accounts.registry.DirectoryEntry;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.ExpectedLinks;
import cloud.magento.accounts.registry.PendingWrites;
import cloud.magento.accounts.upstream.ForcedSync;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.upstream.Trip;
import cloud.magento.accounts.upstream.UpstreamClaims;
import cloud.magento.accounts.upstream.UpstreamTrips;
import cloud.magento.accounts.web.DecisionNotice;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.RefusalPage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * One first login under way: who came from upstream, which account it may be for, and the ways it can end. Every step
 * of the flow looks at it anew, so that none relies on what an earlier request saw.
 */
final class FirstLogin {
    private static final Logger LOG = Logger.getLogger(FirstLogin.class);

    /** The account that upstream's verified email led to, for the steps after the first. */
    private static final String MATCHED = "magento.first-login.matched";

    /** For which subject a new account was agreed to. */
    private static final String NEW_ACCOUNT = "magento.first-login.new-account";

    private static final Note<Proven> PROVEN = Note.named("magento.first-login.proven", Proven.class);

    private final AuthenticationFlowContext context;
    private final AuthenticationSessionModel authSession;
    private final MagentoIdentityProviderConfig provider;
    private final UpstreamLogin arrived;
    private final BrokeredIdentityContext identity;

    /** Which account was proven, how, and for which subject. */
    record Proven(LinkProof proof, String accountId, String subject) {
        boolean is(@Nullable UserModel account, BrokeredIdentityContext identity) {
            return account != null && accountId.equals(account.getId()) && subject.equals(identity.getId());
        }
    }

    private FirstLogin(
            AuthenticationFlowContext context,
            MagentoIdentityProviderConfig provider,
            UpstreamLogin arrived,
            BrokeredIdentityContext identity) {
        this.context = context;
        this.authSession = context.getAuthenticationSession();
        this.provider = provider;
        this.arrived = arrived;
        this.identity = identity;
    }

    /**
     * Does a step of the first login of this authentication session. Whatever a directory, the database or Keycloak's
     * model throws in it ends on a page of ours, with nothing changed.
     */
    static void step(AuthenticationFlowContext context, Consumer<FirstLogin> step) {
        Optional<FirstLogin> login = Optional.empty();
        try {
            login = in(context);
            login.ifPresent(step);
        } catch (WebApplicationException | AuthenticationFlowException answer) {
            throw answer;
        } catch (RuntimeException e) {
            PendingWrites.discard(context.getSession());
            boolean taken = e instanceof FirstLoginCompletion.UnfinishedException ending && ending.isTaken();
            LOG.warnf("A step of a first login failed: %s", e.getClass().getName());
            LOG.debug("Why it failed", e);
            Refusal refusal = Refusal.because(taken ? ReasonCode.ALREADY_LINKED : ReasonCode.SIGN_IN_FAILED)
                    .arrivedAs(login.map(begun -> begun.arrived).orElse(null));
            refuse(context, refusal, Response.Status.CONFLICT, null, null);
        }
    }

    /**
     * The first login of this authentication session. Empty, with a page put up, where there is none any more, or it is
     * another provider's or another issuer's, or the operator has switched the provider off meanwhile.
     */
    private static Optional<FirstLogin> in(AuthenticationFlowContext context) {
        KeycloakSession session = context.getSession();
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        SerializedBrokeredIdentityContext kept = SerializedBrokeredIdentityContext.readFromAuthenticationSession(
                authSession, AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE);
        Optional<MagentoIdentityProviderConfig> provider = MagentoProvider.in(session, context.getRealm());
        if (kept == null || provider.isEmpty() || !provider.get().getAlias().equals(kept.getIdentityProviderId())) {
            refuse(context, Refusal.because(ReasonCode.UPSTREAM_ANSWER_STALE), Response.Status.BAD_REQUEST, null, null);
            return Optional.empty();
        }
        if (!provider.get().isEnabled()) {
            Refusal disabled = Refusal.because(ReasonCode.UPSTREAM_DISABLED).arrivedAs(arrived(provider.get(), kept));
            refuse(context, disabled, Response.Status.SERVICE_UNAVAILABLE, null, null);
            return Optional.empty();
        }
        BrokeredIdentityContext identity = kept.deserialize(session, authSession);
        if (!UpstreamClaims.isOf(provider.get(), identity)) {
            refuse(context, Refusal.because(ReasonCode.UPSTREAM_ANSWER_STALE), Response.Status.BAD_REQUEST, null, null);
            return Optional.empty();
        }
        SignInNotice.forget(authSession);
        return Optional.of(new FirstLogin(context, provider.get(), arrived(provider.get(), kept), identity));
    }

    MagentoIdentityProviderConfig provider() {
        return provider;
    }

    LinkSettings settings() {
        return StoredPolicy.of(provider);
    }

    UpstreamIdentity upstreamIdentity() {
        return arrived.identity();
    }

    String upstreamName() {
        return identity.getUsername();
    }

    /** The name that the account should have: a mapper's, or else what upstream calls the person. */
    String wishedName() {
        return Optional.ofNullable(identity.getModelUsername())
                .filter(name -> !name.isBlank())
                .orElseGet(this::upstreamName);
    }

    @Nullable
    String email() {
        return identity.getEmail();
    }

    boolean emailVerified() {
        return UpstreamClaims.isEmailVerified(identity);
    }

    BrokeredIdentityContext identity() {
        return identity;
    }

    /** The account that an operator expects this identity for, by the address that upstream vouches for. */
    Optional<UserModel> expected() {
        String email = email();
        return email == null || !emailVerified()
                ? Optional.empty()
                : new ExpectedLinks(context.getSession(), context.getRealm())
                        .ofAddress(provider.issuer(), email)
                        .map(ExpectedLink::userId)
                        .map(id -> context.getSession().users().getUserById(context.getRealm(), id));
    }

    boolean isExpected(UserModel account) {
        return expected().filter(user -> user.getId().equals(account.getId())).isPresent();
    }

    AddressHolders holders() {
        return new AddressHolders(context.getSession(), context.getRealm(), provider.getAlias());
    }

    void match(UserModel account) {
        authSession.setAuthNote(MATCHED, account.getId());
    }

    void matchNobody() {
        authSession.removeAuthNote(MATCHED);
    }

    boolean isMatched() {
        return authSession.getAuthNote(MATCHED) != null;
    }

    /** The matched account, as long as it exists. */
    Optional<UserModel> matched() {
        return Optional.ofNullable(authSession.getAuthNote(MATCHED))
                .map(id -> context.getSession().users().getUserById(context.getRealm(), id));
    }

    /** The account is proven, but for what the flow asks further: see {@link #link}. */
    void proven(UserModel account, LinkProof proof) {
        PROVEN.keep(authSession, new Proven(proof, account.getId(), identity.getId()));
        context.getEvent().detail(EventDetails.PROOF, proof.id());
        context.setUser(account);
        if (account.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE)) {
            // The flow asks for it next, on Keycloak's page, which does not say what to do without it.
            context.setForwardedInfoMessage("magento.prove.second-factor");
        }
        context.success();
    }

    /** The person wants a new account for this identity. It is made at the very end: see {@link #createAndLink}. */
    void wantNewAccount() {
        authSession.setAuthNote(NEW_ACCOUNT, identity.getId());
        context.getEvent().detail(EventDetails.PROOF, LinkProof.NEW_ACCOUNT.id());
        context.success();
    }

    boolean isNewAccountWanted() {
        return !isMatched() && identity.getId().equals(authSession.getAuthNote(NEW_ACCOUNT));
    }

    /** The flow is through: makes the account and ties it to this identity, or neither. */
    void createAndLink(NewUser newUser) {
        if (authSession.getAuthenticatedUser() != null) {
            // Meanwhile another flow in this tab led to an existing account.
            refuse(ReasonCode.UPSTREAM_ANSWER_STALE);
            return;
        }
        authSession.setAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER, "true");
        end(newUser.create(identity, context.getEvent()), LinkProof.NEW_ACCOUNT);
    }

    /** The flow is through: ties the account to this identity, unless it was not this one that was proven for it. */
    void link() {
        UserModel account = context.getUser();
        Optional<Proven> proven = PROVEN.kept(authSession).filter(kept -> kept.is(account, identity));
        if (account == null || proven.isEmpty() || isWithdrawn(proven.get(), account)) {
            refuse(ReasonCode.PROOF_FAILED);
            return;
        }
        if (!DirectoryEntry.of(account).canBeLinked()) {
            refuse(ReasonCode.DIRECTORY_UNSUPPORTED);
            return;
        }
        PROVEN.forget(authSession);
        if (ForcedSync.leaveNamesTo(account, identity)) {
            SerializedBrokeredIdentityContext.serialize(identity)
                    .saveToAuthenticationSession(authSession, AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE);
        }
        LinkProof proof = proven.get().proof();
        if (proof == LinkProof.MAIL && account.getFederationLink() == null && hasVerifiedEmail(account)) {
            account.setEmailVerified(true);
        }
        end(account, proof);
    }

    /** It may have changed since the mail was sent. */
    private boolean hasVerifiedEmail(UserModel account) {
        String email = email();
        return email != null
                && emailVerified()
                && account.getEmail() != null
                && EmailAddress.same(account.getEmail(), email);
    }

    /** An operator may take their word back while the person is on the way. */
    private boolean isWithdrawn(Proven proven, UserModel account) {
        return proven.proof() == LinkProof.PRE_ASSOCIATION && !isExpected(account);
    }

    private void end(UserModel account, LinkProof proof) {
        DecisionNotice.CONNECTED.leave(authSession);
        new OrganizationMembership(context.getSession(), context.getRealm()).join(identity.getIdpConfig(), account);
        throw new WebApplicationException(new FirstLoginCompletion(context, this).tie(account, proof));
    }

    /** Ends here for this identity: the page leads to another one, or back to the beginning. */
    void refuse(ReasonCode reason) {
        refuse(reason, matched().orElse(null));
    }

    /** The same, where an account is concerned: the person is not told which, the record is. */
    void refuse(ReasonCode reason, @Nullable UserModel account) {
        boolean rolledBack = context.getSession().getTransactionManager().getRollbackOnly();
        // Upstream would bring the same person again without asking.
        URI other = rolledBack
                ? null
                : UpstreamTrips.retryUrl(context.getSession(), authSession, provider, Trip.signIn(), "login");
        refuse(
                context,
                Refusal.because(reason).arrivedAs(arrived).of(account),
                Response.Status.CONFLICT,
                other,
                upstreamName());
    }

    /** Another try at upstream, as somebody else. */
    void useAnother() {
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        context.forceChallenge(UpstreamTrips.startTrip(
                context.getSession(), authSession, provider, Trip.signIn().prompting("login")));
    }

    /** Back to the sign-in page, keeping nothing but its notice. */
    void startOver(SignInNotice notice) {
        notice.store(authSession);
        context.forceChallenge(Response.seeOther(PageUrls.restart(context.getSession(), authSession))
                .build());
    }

    /** The upstream login to record. How they signed in there was lost when Keycloak began this flow. */
    private static UpstreamLogin arrived(
            MagentoIdentityProviderConfig provider, SerializedBrokeredIdentityContext identity) {
        return new UpstreamLogin(
                new UpstreamIdentity(provider.issuer(), identity.getId()),
                identity.getEmail(),
                false,
                null,
                null,
                List.of());
    }

    private static void refuse(
            AuthenticationFlowContext context,
            Refusal refusal,
            Response.Status status,
            @Nullable URI other,
            @Nullable String used) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        EventBuilder event =
                context.getEvent().clone().removeDetail(Details.AUTH_METHOD).removeDetail(Details.AUTH_TYPE);
        RefusalPage page = new RefusalPage(context.getSession(), refusal.record(context.getSession(), event))
                .within(authSession)
                .having(used)
                .otherAt(other)
                .retryingAt(PageUrls.restart(context.getSession(), authSession));
        context.forceChallenge(page.render(status));
    }
}
