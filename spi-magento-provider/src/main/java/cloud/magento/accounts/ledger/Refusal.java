package cloud.magento.accounts.ledger;

import cloud.magento.accounts.linking.ReasonCode;
import cloud.magento.accounts.linking.UpstreamLogin;
import cloud.magento.accounts.registry.ArrivedLogin;
import cloud.magento.accounts.registry.LinkRefused;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Somebody was refused. It is recorded when the request's transaction is over, however it ended, in one of its own: a
 * refusal often is why a transaction is rolled back, and it changes nothing that its entry would have to stand by.
 *
 * <p>Only refusals of a known account or upstream identity are recorded. What anybody on the net can cause without being
 * anybody, such as answers that no sign-in waits for, would let a stranger fill the ledger; events and metrics have it.
 */
record Refusal(String realmId, EntryDraft draft) {
    /** How long a refusal that no person was shown stands for its repetitions. */
    static final Duration STANDS_FOR = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(Refusal.class);
    private static final Set<ReasonCode> CONFLICTS = EnumSet.of(
            ReasonCode.ALREADY_LINKED, ReasonCode.ACCOUNT_ALREADY_LINKED, ReasonCode.UPSTREAM_IDENTITY_MISMATCH);

    /** Of one that our pages or gates told of by an event. The session is not the request's own, and knows less. */
    static Optional<Refusal> of(Event event, KeycloakSession session) {
        Optional<UpstreamLogin> login = login(event, session);
        if (event.getUserId() == null && login.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> details = event.getDetails();
        String reason = details.getOrDefault(LedgerEventListenerFactory.REASON, "");
        EntryDraft draft = EntryDraft.of(type(reason), Acting.in(session))
                .reason(reason)
                .reference(details.get("magento_reference"))
                .client(event.getClientId())
                .account(event.getUserId())
                .detail("event", event.getType().name().toLowerCase(Locale.ROOT));
        String fault = details.get("magento_fault");
        if (fault != null) {
            draft.detail("fault", fault);
        }
        login.ifPresent(arrived -> draft.identity(arrived.identity()).login(arrived));
        return Optional.of(new Refusal(event.getRealmId(), draft));
    }

    /** Of one that the registry refused. */
    static Refusal of(LinkRefused refused) {
        String reason = refused.reason().id();
        return new Refusal(
                refused.realm().getId(),
                EntryDraft.of(type(reason), Acting.in(refused.session()))
                        .reason(reason)
                        .account(refused.user().getId())
                        .identity(refused.identity()));
    }

    private static Optional<UpstreamLogin> login(Event event, KeycloakSession session) {
        String rootSessionId = event.getDetails().get(Details.CODE_ID);
        return rootSessionId == null || event.getClientId() == null
                ? Optional.empty()
                : ArrivedLogin.in(session, session.getContext().getRealm(), rootSessionId, event.getClientId());
    }

    private static EntryType type(String reason) {
        return ReasonCode.ofId(reason).filter(CONFLICTS::contains).isPresent() ? EntryType.CONFLICT : EntryType.REFUSED;
    }

    void recordAfter(KeycloakSession session) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        KeycloakTransactionManager transaction = session.getTransactionManager();
        if (!transaction.isActive()) {
            record(factory);
            return;
        }
        transaction.enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                record(factory);
            }

            @Override
            protected void rollbackImpl() {
                record(factory);
            }
        });
    }

    private void record(KeycloakSessionFactory factory) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, own -> {
                RealmModel realm = own.realms().getRealm(realmId);
                if (realm != null && !isRepetition(own)) {
                    new Ledger(own, realm).append(draft);
                }
            });
        } catch (RuntimeException lost) {
            LOG.errorf(
                    "A refusal is missing in the ledger of realm %s: reason=%s, %s",
                    realmId, draft.members().get("reason"), lost.getClass().getName());
        }
    }

    /**
     * Whether the same account was refused for the same reason a moment ago, and nobody was shown a reference: an
     * application that polls, silently or with a refresh token, is refused all day long.
     */
    private boolean isRepetition(KeycloakSession session) {
        Map<String, Object> members = draft.members();
        Object account = draft.account().get(EntryDraft.ACCOUNT);
        return !members.containsKey("reference")
                && account != null
                && !session.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .createNamedQuery("magentoLedgerRefusedBefore", Long.class)
                        .setParameter("realmId", realmId)
                        .setParameter("personId", account)
                        .setParameter("type", members.get("type"))
                        .setParameter("reason", members.get("reason"))
                        .setParameter("since", Time.currentTimeMillis() - STANDS_FOR.toMillis())
                        .setMaxResults(1)
                        .getResultList()
                        .isEmpty();
    }
}
