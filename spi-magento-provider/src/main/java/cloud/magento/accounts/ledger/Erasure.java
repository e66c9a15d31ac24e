package cloud.magento.accounts.ledger;

import cloud.magento.accounts.campaign.Campaigns;
import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.registry.Invitations;
import cloud.magento.accounts.registry.SignInUses;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Erases a person from a realm's ledger: what entries tell of the account goes, with the salt that would let it be
 * guessed; the entries and the chain stay, and one more tells that it was done. What an administrator did stays, with
 * the administrator's id. Which applications the account signed in to, how it was invited, and that
 * it was reminded, is forgotten too.
 */
public final class Erasure {
    /** So many sequences are told of in one entry, so that no line of an export grows beyond what a verifier reads. */
    private static final int AT_ONCE = 10_000;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;

    public Erasure(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Erases what all entries tell of the account, those of earlier ledgers too, each of which then tells so itself.
     *
     * @param reason why, in a code or a ticket's number: it is kept for good, so it must not name the person
     * @return the sequences of the entries concerned, none where no entry tells of the account, and then nothing is
     *     written; empty where the account has a link, which its entries must stand by for as long as it lasts
     */
    public Optional<List<Long>> erase(String userId, String reason) {
        LedgerWriter writer = new LedgerWriter(session, realm.getId());
        LedgerHeadEntity head = writer.lock();
        // Asked under the lock: a link that is made meanwhile has its entry before, and is seen, or after, and is not
        // erased.
        if (isLinked(userId)) {
            return Optional.empty();
        }
        new SignInUses(session, realm).forgetAccount(userId);
        new Invitations(session, realm).forgetAccount(userId);
        new Campaigns(session, realm).forgetAccount(userId);
        Outages.forgetPerson(session, userId);
        List<Long> erased = new ArrayList<>(erase(writer, head, realm.getId(), userId, reason));
        for (EarlierLedger earlier : new EarlierLedgers(session, realm).all()) {
            LedgerWriter further = new LedgerWriter(session, earlier);
            erased.addAll(erase(further, further.lock(), earlier.id(), userId, reason));
        }
        return Optional.of(erased);
    }

    /**
     * Asked in a transaction of its own, which sees all that is committed by now, whenever this one began; and without
     * a lock, since who makes a link has locked its row and waits for ours.
     */
    private boolean isLinked(String userId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                own -> !own.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .createNativeQuery(
                                "select 1 from {h-schema}MAGENTO_LINK where REALM_ID = :realmId and USER_ID = :userId")
                        .setParameter("realmId", realm.getId())
                        .setParameter("userId", userId)
                        .getResultList()
                        .isEmpty());
    }

    private List<Long> erase(LedgerWriter writer, LedgerHeadEntity head, String ledger, String userId, String reason) {
        // Locked, so that these are all there are by now, also where this transaction began before the newest of them.
        List<LedgerPersonEntity> parts = entities.createNamedQuery("magentoLedgerPersonParts", LedgerPersonEntity.class)
                .setParameter("realmId", ledger)
                .setParameter("personId", userId)
                .setParameter("part", EntryDraft.ACCOUNT)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        if (parts.isEmpty()) {
            return List.of();
        }
        List<Long> seqs = parts.stream().map(part -> part.seq).toList();
        parts.forEach(entities::remove);
        Actor acting = Actor.in(session);
        for (int first = 0; first < seqs.size(); first += AT_ONCE) {
            writer.append(
                    head,
                    EntryDraft.of(EntryType.ERASED, acting)
                            .detail("entries", seqs.subList(first, Math.min(first + AT_ONCE, seqs.size())))
                            .detail("parts", EntryDraft.ACCOUNT)
                            .detail("why", reason),
                    Time.currentTimeMillis());
        }
        entities.flush();
        return seqs;
    }
}
