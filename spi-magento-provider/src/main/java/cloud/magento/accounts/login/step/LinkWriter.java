package cloud.magento.accounts.login.step;

import cloud.magento.accounts.evaluation.KeptSecondFactor;
import cloud.magento.accounts.evaluation.ShownFactors;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.registry.LinkConflict;
import cloud.magento.accounts.registry.LinkIntent;
import cloud.magento.accounts.upstream.UpstreamClaims;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Writes the link that a person has confirmed in a required action, in the action's own transaction: with the intent
 * that the registry wants to see, and Keycloak's event once it is written. Whoever lost a race is told of the conflict
 * instead, with nothing written.
 */
public final class LinkWriter {
    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final String alias;

    /** @param alias the alias of our provider */
    public LinkWriter(RequiredActionContext context, String alias) {
        this.context = context;
        this.session = context.getSession();
        this.alias = alias;
    }

    /**
     * Ties the account, which has no link, to the identity.
     *
     * @return why it cannot be, where somebody else was faster; the transaction is then rolled back
     */
    public Optional<ReasonCode> link(BrokeredIdentityContext identity, LinkProof proof) {
        try {
            intend(identity, proof, Set.of());
            add(identity);
        } catch (ModelException e) {
            rollBackConflict(e);
            return Optional.of(
                    e instanceof ModelDuplicateException
                            ? ReasonCode.ALREADY_LINKED
                            : ReasonCode.ACCOUNT_ALREADY_LINKED);
        }
        written(EventType.FEDERATED_IDENTITY_LINK, identity, proof).success();
        return Optional.empty();
    }

    /**
     * Ties the account to the identity in place of the one before, in one step: it is never without a link in between.
     * A second factor that counted beside the one before counts beside this one.
     *
     * @return as {@link #link}
     */
    public Optional<ReasonCode> replace(
            FederatedIdentityModel before, BrokeredIdentityContext identity, LinkProof proof) {
        try {
            intend(identity, proof, new KeptSecondFactor(session, realm(), user(), alias).kinds());
            session.users().removeFederatedIdentity(realm(), user(), alias);
            add(identity);
        } catch (ModelException e) {
            rollBackConflict(e);
            return Optional.of(ReasonCode.ALREADY_LINKED);
        }
        written(EventType.FEDERATED_IDENTITY_OVERRIDE_LINK, identity, proof)
                .detail(Details.PREF_PREVIOUS + Details.IDENTITY_PROVIDER_USERNAME, before.getUserName())
                .success();
        return Optional.empty();
    }

    private void intend(BrokeredIdentityContext identity, LinkProof proof, Set<String> kept) {
        Set<String> secondFactors = new TreeSet<>(kept);
        secondFactors.addAll(ShownFactors.of(session, authSession()));
        new LinkIntent(user().getId(), UpstreamClaims.identity(identity), proof, secondFactors).save(authSession());
    }

    private void add(BrokeredIdentityContext identity) {
        session.users()
                .addFederatedIdentity(
                        realm(), user(), new FederatedIdentityModel(alias, identity.getId(), identity.getUsername()));
    }

    private void rollBackConflict(ModelException e) {
        session.getTransactionManager().setRollbackOnly();
        if (!LinkConflict.is(e)) {
            throw e;
        }
    }

    private EventBuilder written(EventType type, BrokeredIdentityContext identity, LinkProof proof) {
        LinkIntent.clear(authSession());
        return context.getEvent()
                .clone()
                .event(type)
                .user(user())
                .detail(Details.IDENTITY_PROVIDER, alias)
                .detail(Details.IDENTITY_PROVIDER_USERNAME, identity.getUsername())
                .detail(EventDetails.PROOF, proof.id());
    }

    private UserModel user() {
        return context.getUser();
    }

    private RealmModel realm() {
        return context.getRealm();
    }

    private AuthenticationSessionModel authSession() {
        return context.getAuthenticationSession();
    }
}
