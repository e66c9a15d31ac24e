package cloud.magento.accounts.ledger;

import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamLogin;
import cloud.magento.accounts.refusal.Refused;
import cloud.magento.accounts.registry.ArrivedLogin;
import cloud.magento.accounts.registry.LinkRefused;
import cloud.magento.accounts.transaction.AfterCompletion;
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
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Somebody was refused. It is recorded when the request's transaction is over, however it ended, in one of its own: a
 * refusal often is why a transaction is rolled back, and it changes nothing that its entry would have to stand by.
 *
 * <p>Only refusals of a known account or upstream identity are recorded. What anybody on the net can cause without
 * being anybody, such as answers that no sign-in waits for, would let a stranger fill the ledger: see {@link
 * AnonymousReference}.
 */
record RefusalEntry(String realmId, EntryDraft draft) {
    /** How long a refusal that no person was shown stands for its repetitions. */
    static final Duration STANDS_FOR = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(RefusalEntry.class);
    private static final Set<ReasonCode> CONFLICTS = EnumSet.of(
            ReasonCode.ALREADY_LINKED, ReasonCode.ACCOUNT_ALREADY_LINKED, ReasonCode.UPSTREAM_IDENTITY_MISMATCH);

    /** Of one that a page shows a reference of; empty where nobody is known. */
    static Optional<RefusalEntry> of(Refused refused) {
        Event event = refused.event();
        UpstreamLogin login = refused.login();
        return event.getUserId() == null && login == null
                ? Optional.empty()
                : Optional.of(of(event, Optional.ofNullable(login), Actor.in(refused.session())));
    }

    /** Of one that our gates told of by an event alone. The session is not the request's own, and knows less. */
    static Optional<RefusalEntry> of(Event event, KeycloakSession session) {
        Optional<UpstreamLogin> login = login(event, session);
        return event.getUserId() == null && login.isEmpty()
                ? Optional.empty()
                : Optional.of(of(event, login, Actor.in(session)));
    }

    private static RefusalEntry of(Event event, Optional<UpstreamLogin> login, Actor acting) {
        Map<String, String> details = event.getDetails();
        String reason = details.getOrDefault(EventDetails.REASON, "");
        EntryDraft draft = EntryDraft.of(type(reason), acting)
                .reason(reason)
                .reference(details.get(EventDetails.REFERENCE))
                .client(event.getClientId())
                .account(event.getUserId())
                .detail("event", event.getType().name().toLowerCase(Locale.ROOT));
        String fault = details.get(EventDetails.FAULT);
        if (fault != null) {
            draft.detail("fault", fault);
        }
        login.ifPresent(arrived -> draft.identity(arrived.identity()).login(arrived));
        return new RefusalEntry(event.getRealmId(), draft);
    }

    /** Of one that the registry refused. */
    static RefusalEntry of(LinkRefused refused) {
        String reason = refused.reason().id();
        return new RefusalEntry(
                refused.realm().getId(),
                EntryDraft.of(type(reason), Actor.in(refused.session()))
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
        AfterCompletion.run(
                session,
                own -> {
                    RealmModel realm = own.realms().getRealm(realmId);
                    if (realm != null && !isRepetition(own)) {
                        new Ledger(own, realm).append(draft);
                    }
                },
                lost -> LOG.errorf(
                        "A refusal is missing in the ledger of realm %s: reason=%s, reference=%s, %s",
                        realmId,
                        draft.members().get("reason"),
                        draft.members().get("reference"),
                        lost.getClass().getName()));
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
