package cloud.magento.accounts.registry;

import cloud.magento.accounts.outage.OutageSession;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamIdentity;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.ErrorResponseException;

/**
 * Follows every link that Keycloak writes or removes, on whichever path, in the same transaction, and refuses what
 * breaks the rule. A refusal marks the transaction for rollback before it throws, since some of Keycloak's paths
 * swallow the exception.
 */
final class LinkListener implements ProviderEventListener {
    /** Session attribute: the link of an account that another one is about to take the place of. */
    private static final String REPLACED = "magento.link.replaced.";

    /** Session attribute: whose link that was. */
    private static final String FORMER = "magento.link.former.";

    private static final Logger LOG = Logger.getLogger(LinkListener.class);

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created) {
            added(created);
        } else if (event instanceof FederatedIdentityRemovedEvent removed) {
            removed(removed);
        } else if (event instanceof UserModel.UserPreRemovedEvent going) {
            removed(
                    going.getKeycloakSession(),
                    going.getRealm(),
                    going.getUser().getId());
        } else if (event instanceof UserModel.UserRemovedEvent gone) {
            removed(gone.getKeycloakSession(), gone.getRealm(), gone.getUser().getId());
        } else if (event instanceof RealmModel.IdentityProviderRemovedEvent gone) {
            ProviderRemoval.follow(gone);
        } else if (event instanceof RealmModel.IdentityProviderUpdatedEvent updated) {
            keepIssuer(updated);
        } else if (event instanceof RealmModel.RealmRemovedEvent gone) {
            removed(gone.getKeycloakSession(), gone.getRealm());
        } else if (event instanceof ClientModel.ClientRemovedEvent gone) {
            new SignInUses(gone.getKeycloakSession(), gone.getClient().getRealm())
                    .forgetClient(gone.getClient().getId());
        }
    }

    private void added(FederatedIdentityCreatedEvent event) {
        KeycloakSession session = event.getKeycloakSession();
        FederatedIdentityModel identity = event.getFederatedIdentity();
        Optional<String> issuer = UpstreamIssuer.of(session, identity.getIdentityProvider());
        if (issuer.isEmpty()) {
            return;
        }
        String subject = identity.getUserId();
        if (subject == null || !UpstreamIdentity.isSubject(subject)) {
            session.getTransactionManager().setRollbackOnly();
            throw new ModelDuplicateException(
                    "A link needs the upstream subject: 1 to 255 printable ASCII characters.");
        }
        String userId = event.getUser().getId();
        LinkRegistry registry = new LinkRegistry(session, event.getRealm());
        UpstreamIdentity upstream = new UpstreamIdentity(issuer.get(), subject);
        if (registry.rename(userId, upstream, identity.getIdentityProvider())) {
            return;
        }
        LinkRejection rejection = new LinkRejection(session, event.getRealm(), event.getUser(), upstream);
        DirectoryEntry entry = DirectoryEntry.of(event.getUser());
        if (!entry.canBeLinked()) {
            rejection.link(ReasonCode.DIRECTORY_UNSUPPORTED);
            throw new ModelDuplicateException("The account's directory tells of its person by name alone.");
        }
        LinkIntent intent = intent(session, userId, upstream).orElseThrow(() -> {
            rejection.link(ReasonCode.PROOF_FAILED);
            return new ModelDuplicateException("This link was not proven in this browser's sign-in.");
        });
        LinkProof proof = intent.proof();
        Link link = new Link(
                userId, upstream, Instant.ofEpochMilli(Time.currentTimeMillis()), proof, intent.secondFactors());
        registry.ofIdentity(upstream)
                .map(Link::userId)
                .filter(owner -> DirectoryLinks.isGone(session, event.getRealm(), owner))
                .ifPresent(gone -> removed(session, event.getRealm(), gone));
        if (registry.isAnothersAtKeycloak(identity.getIdentityProvider(), subject, userId)) {
            throw taken(session, rejection, proof);
        }
        new UnbackedLinks(session, event.getRealm()).endFormerOf(userId, identity.getIdentityProvider(), upstream);
        try {
            registry.add(
                    identity.getIdentityProvider(),
                    link,
                    ArrivedLogin.of(upstream, session).orElse(null),
                    entry);
            new AccountLinks(session, event.getRealm(), event.getUser()).changed();
            new ExpectedLinks(session, event.getRealm()).forget(List.of(userId));
            new Invitations(session, event.getRealm()).endOf(List.of(userId), InvitationEnd.LINKED);
        } catch (PersistenceException | ModelException e) {
            session.getTransactionManager().setRollbackOnly();
            if (!LinkConflict.is(e)) {
                throw e;
            }
            LOG.debugf("Link of account %s refused by the database", userId);
            throw taken(session, rejection, proof);
        }
        publish(
                session,
                new LinkMade(
                        session,
                        event.getRealm(),
                        event.getUser(),
                        link,
                        identity.getUserName() == null ? "" : identity.getUserName(),
                        session.removeAttribute(FORMER + userId) instanceof FormerOwner owner ? owner : null,
                        session.removeAttribute(REPLACED + userId) instanceof Link before ? before : null));
    }

    /**
     * A person is told on a page of ours, which leaves the trace with its reference; an administrator is told by this
     * alone.
     */
    private static ModelDuplicateException taken(KeycloakSession session, LinkRejection rejection, LinkProof proof) {
        session.getTransactionManager().setRollbackOnly();
        if (proof == LinkProof.ADMINISTRATOR) {
            rejection.link(ReasonCode.ALREADY_LINKED);
        }
        return new ModelDuplicateException("This Magento.com account is already connected to another account.");
    }

    /** Of an account that is going, by whichever of Keycloak's ways, or that was found to be gone. */
    static void removed(KeycloakSession session, RealmModel realm, String userId) {
        LinkRegistry registry = new LinkRegistry(session, realm);
        List<Link> links = registry.ofAccount(userId);
        registry.removeAccount(userId);
        new ExpectedLinks(session, realm).forget(List.of(userId));
        AccountLinks.forget(session, realm, userId);
        new SignInUses(session, realm).forgetAccount(userId);
        new Invitations(session, realm).forgetAccount(userId);
        DirectoryLinks.forget(session, realm, userId);
        boolean exempt = new Exemptions(session, realm).removeAccount(userId) > 0;
        if (exempt || !links.isEmpty()) {
            publish(session, new AccountDeleted(session, realm, userId, links, exempt));
        }
    }

    /**
     * An import may put another realm in its place, under the same id: its ledger goes on, and tells of what ended
     * here.
     */
    private static void removed(KeycloakSession session, RealmModel realm) {
        LinkRegistry registry = new LinkRegistry(session, realm);
        for (String alias : registry.aliases()) {
            publish(session, new ProviderRemoved(session, realm, alias, registry.countOf(alias), () -> true));
        }
        registry.removeRealm();
        Exemptions exemptions = new Exemptions(session, realm);
        for (String userId : exemptions.accounts()) {
            publish(session, new AccountDeleted(session, realm, userId, List.of(), true));
        }
        exemptions.removeRealm();
        new ExpectedLinks(session, realm).removeRealm();
        new FormerProviders(session, realm).removeRealm();
        AccountLinks.forgetRealm(session, realm);
        new SignInUses(session, realm).forgetRealm();
        new Invitations(session, realm).removeRealm();
    }

    /**
     * Keycloak finds an account by alias and subject alone. Under another issuer the same subject is somebody else, so
     * the issuer stays for as long as there are links of it.
     */
    private static void keepIssuer(RealmModel.IdentityProviderUpdatedEvent event) {
        IdentityProviderModel updated = event.getUpdatedIdentityProvider();
        KeycloakSession session = event.getKeycloakSession();
        if (UpstreamIssuer.provider(session, updated.getAlias()).isEmpty()) {
            return;
        }
        // Keycloak keeps the type that is stored, whatever it was sent, but has checked the settings by what it was
        // sent.
        if (!UpstreamIssuer.isUpstream(updated)) {
            refuse(session, "A provider's type cannot change.", Response.Status.BAD_REQUEST);
        }
        if (new LinkRegistry(session, event.getRealm())
                .hasOtherIssuer(updated.getAlias(), UpstreamIssuer.of(updated))) {
            refuse(
                    session,
                    "The issuer cannot change while accounts are linked: a link belongs to the issuer it was made with."
                            + " Remove the links first, or set up another realm.",
                    Response.Status.CONFLICT);
        }
    }

    private static void refuse(KeycloakSession session, String message, Response.Status status) {
        session.getTransactionManager().setRollbackOnly();
        throw ErrorResponse.error(message, status);
    }

    private void removed(FederatedIdentityRemovedEvent event) {
        KeycloakSession session = event.getKeycloakSession();
        FederatedIdentityModel identity = event.getFederatedIdentity();
        Optional<IdentityProviderModel> provider =
                identity == null ? Optional.empty() : UpstreamIssuer.provider(session, identity.getIdentityProvider());
        if (provider.isEmpty()) {
            return;
        }
        String userId = event.getUser().getId();
        if (DirectoryLinks.isEnding(session, userId)) {
            removed(session, event.getRealm(), userId);
            // The account's id is another person's by now, who has nothing of what the predecessor began.
            new AccountLinks(session, event.getRealm(), event.getUser()).changed();
            return;
        }
        boolean replaced = intent(session, userId).isPresent();
        LinkRegistry registry = new LinkRegistry(session, event.getRealm());
        Optional<Link> link = registry.ofAccount(userId, identity.getIdentityProvider());
        Optional<String> address = registry.verifiedAddressOf(userId, identity.getIdentityProvider());
        if (!replaced && Caller.of(session) == Caller.PERSON && !mayUnlink(session, provider.get())) {
            session.getTransactionManager().setRollbackOnly();
            link.ifPresent(kept -> new LinkRejection(session, event.getRealm(), event.getUser(), kept.identity())
                    .unlink(ReasonCode.UNLINK_NOT_ALLOWED));
            throw new ErrorResponseException(
                    ReasonCode.UNLINK_NOT_ALLOWED.error(),
                    "People cannot disconnect from Magento.com by themselves here; they can switch to another account.",
                    Response.Status.FORBIDDEN);
        }
        registry.remove(userId, identity.getIdentityProvider());
        if (replaced) {
            link.ifPresent(before -> session.setAttribute(REPLACED + userId, before));
            session.setAttribute(FORMER + userId, new FormerOwner(identity.getUserName(), address.orElse(null)));
        } else {
            AccountLinks links = new AccountLinks(session, event.getRealm(), event.getUser());
            @Nullable LinkChange before = links.newestChange().orElse(null);
            links.changed();
            link.ifPresent(ended -> publish(
                    session, new LinkEnded(session, event.getRealm(), event.getUser(), ended, identity, before)));
        }
    }

    private static void publish(KeycloakSession session, ProviderEvent event) {
        session.getKeycloakSessionFactory().publish(event);
    }

    /** Not in a session that a declared outage alone let open: what it does would outlast the outage. */
    private static boolean mayUnlink(KeycloakSession session, IdentityProviderModel provider) {
        @Nullable UserSessionModel userSession = session.getContext().getUserSession();
        return (userSession == null || !OutageSession.is(userSession))
                && Boolean.parseBoolean(provider.getConfig().get(LinkSettings.SELF_UNLINK));
    }

    /**
     * A person may write only the link that they proved in this sign-in; an administrator needs no further proof.
     */
    private static Optional<LinkIntent> intent(KeycloakSession session, String userId, UpstreamIdentity upstream) {
        return Caller.of(session) != Caller.PERSON
                ? Optional.of(new LinkIntent(userId, upstream, LinkProof.ADMINISTRATOR, Set.of()))
                : intent(session, userId).filter(intent -> intent.identity().equals(upstream));
    }

    private static Optional<LinkIntent> intent(KeycloakSession session, String userId) {
        return Optional.ofNullable(session.getContext().getAuthenticationSession())
                .flatMap(LinkIntent::in)
                .filter(intent -> intent.userId().equals(userId));
    }
}
