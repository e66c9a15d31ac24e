package cloud.magento.accounts.registry;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Base64Url;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The realm's invitations. Each change of one locks its row first, so that of two tabs, two nodes or an operator and
 * the person one comes first and the other finds what it did. A token is known to its mail alone: the row has a digest.
 */
public final class Invitations {
    /** So long a row is kept once its invitation is over. */
    static final Duration KEPT = Duration.ofDays(365);

    /** Session attribute: the invitation by which this request links an account. */
    private static final String USED = "magento.invitation.used.";

    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_LENGTH = 43;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;

    public Invitations(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * What an invitation is to be.
     *
     * @param address that it is mailed to
     * @param call the name of the call, at most 64 characters, by which it mails nobody twice; null for none
     * @param mailAlone see {@link Invitation}
     * @param operator the id of who invites
     */
    public record Order(
            String userId,
            String address,
            @Nullable String call,
            boolean mailAlone,
            String operator,
            Duration lifetime) {}

    /** One that was just written, and the token that opens it, 43 letters of base64url, to be mailed and forgotten. */
    public record Issued(Invitation invitation, String token) {
        @Override
        public String toString() {
            return "Issued[" + invitation.id() + "]";
        }
    }

    /**
     * Writes one and withdraws the one before it.
     *
     * @throws jakarta.persistence.PersistenceException or {@link org.keycloak.models.ModelException} where the account
     *     is invited by somebody else at this moment, or was by this call
     */
    public Issued issue(Order order) {
        endOf(List.of(order.userId()), InvitationEnd.REPLACED);
        String token = Base64Url.encode(SecretGenerator.getInstance().randomBytes(TOKEN_BYTES));
        long now = Time.currentTimeMillis();
        InvitationEntity row = new InvitationEntity();
        row.id = UUID.randomUUID().toString();
        row.realmId = realm.getId();
        row.userId = order.userId();
        row.tokenKey = digest(token);
        row.addressKey = addressKey(order.address());
        row.callName = order.call();
        row.mailAlone = order.mailAlone();
        row.invitedBy = order.operator();
        row.invitedAt = now;
        row.until = now + order.lifetime().toMillis();
        row.liveAccount = order.userId();
        write(row, InvitationState.SENDING, null);
        entities.persist(row);
        entities.flush();
        publish(row);
        return new Issued(invitation(row), token);
    }

    /** The one that this token opens, over or not. */
    public Optional<Invitation> ofToken(String token) {
        return token.length() != TOKEN_LENGTH
                ? Optional.empty()
                : entities.createNamedQuery("magentoInvitationByToken", String.class)
                        .setParameter("realmId", realm.getId())
                        .setParameter("tokenKey", digest(token))
                        .getResultStream()
                        .findFirst()
                        .flatMap(this::ofId);
    }

    /** The one with this id, over or not. */
    public Optional<Invitation> ofId(String id) {
        return Optional.ofNullable(entities.find(InvitationEntity.class, id))
                .filter(row -> row.realmId.equals(realm.getId()))
                .map(Invitations::invitation);
    }

    /** The one that counts for the account now. */
    public Optional<Invitation> liveOf(String userId) {
        return live(List.of(userId)).stream()
                .findFirst()
                .flatMap(this::ofId)
                .filter(found -> found.opensAt(Instant.ofEpochMilli(Time.currentTimeMillis())));
    }

    /** The one that this call sent to the account. */
    public Optional<Invitation> ofCall(String call, String userId) {
        return entities.createNamedQuery("magentoInvitationOfCall", InvitationEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("call", call)
                .setParameter("userId", userId)
                .getResultStream()
                .findFirst()
                .map(Invitations::invitation);
    }

    /**
     * A page, the newest first.
     *
     * @param userId of this account alone; null for all
     * @param after the {@link #place} of the last one of the page before, or empty for the first page
     */
    public List<Invitation> page(@Nullable String userId, String after, int size) {
        int cut = after.indexOf('~');
        var query = entities.createNamedQuery(
                        userId == null ? "magentoInvitationsPage" : "magentoInvitationsOfUser", InvitationEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("at", cut < 0 ? Long.MAX_VALUE : number(after.substring(0, cut)))
                .setParameter("id", cut < 0 ? "" : after.substring(cut + 1))
                .setMaxResults(size);
        if (userId != null) {
            query.setParameter("userId", userId);
        }
        return query.getResultStream().map(Invitations::invitation).toList();
    }

    /** Where an invitation stands in the order of {@link #page}. */
    public static String place(Invitation invitation) {
        return invitation.invitedAt().toEpochMilli() + "~" + invitation.id();
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    /** How many were sent since then. */
    public long countSince(Instant since) {
        return entities.createNamedQuery("magentoInvitationsSince", Long.class)
                .setParameter("realmId", realm.getId())
                .setParameter("since", since.toEpochMilli())
                .getSingleResult();
    }

    /** The mail server took the mail; whoever was faster than it to open the mail is not told of that any more. */
    public void sent(String id) {
        locked(id)
                .filter(row -> row.state.equals(InvitationState.SENDING.id()))
                .ifPresent(row -> write(row, InvitationState.SENT, null));
    }

    /** Somebody has pressed the button; the invitation is as good as before. */
    public void opened(String id) {
        locked(id).filter(row -> row.liveAccount != null).ifPresent(row -> write(row, InvitationState.OPENED, null));
    }

    /**
     * Ends one without a link.
     *
     * @return false where it was over already
     */
    public boolean end(String id, InvitationEnd why) {
        Optional<InvitationEntity> row = locked(id).filter(Invitations::opens);
        row.ifPresent(found -> end(found, why));
        return row.isPresent();
    }

    /** Ends the one that counts for each of these accounts, if there is one. */
    public void endOf(Collection<String> userIds, InvitationEnd why) {
        if (userIds.isEmpty()) {
            return;
        }
        live(userIds)
                .forEach(id -> locked(id).ifPresent(row -> {
                    if (opens(row)) {
                        end(row, why);
                    } else {
                        row.liveAccount = null;
                    }
                }));
        entities.flush();
    }

    /**
     * Uses it up, for the link that this transaction is about to write: once, whoever else tries.
     *
     * @return false where it is over
     */
    public boolean use(Invitation invitation) {
        Optional<InvitationEntity> row = locked(invitation.id()).filter(Invitations::opens);
        row.ifPresent(found -> {
            write(found, InvitationState.DONE, null);
            found.liveAccount = null;
            entities.flush();
            session.setAttribute(USED + invitation.userId(), invitation.id());
        });
        return row.isPresent();
    }

    /** The id of the invitation by which this request links the account, if it does. */
    public static Optional<String> used(KeycloakSession session, String userId) {
        return Optional.ofNullable(session.getAttribute(USED + userId, String.class));
    }

    /** Counts a wrong password or code that was given with it; too many end it. */
    public void wrongTry(String id) {
        locked(id).filter(Invitations::opens).ifPresent(row -> {
            row.wrongTries++;
            if (row.wrongTries >= Invitation.TRIES) {
                end(row, InvitationEnd.TOO_MANY_TRIES);
            }
        });
    }

    /** Ends what no longer fits its account: another address, or an account that is disabled. */
    public void check(UserModel user) {
        liveOf(user.getId()).flatMap(found -> misfit(found, user)).ifPresent(why -> endOf(List.of(user.getId()), why));
    }

    /** Why the invitation can no longer be used for its account as that is now. */
    public static Optional<InvitationEnd> misfit(Invitation invitation, UserModel user) {
        if (!user.isEnabled()) {
            return Optional.of(InvitationEnd.ACCOUNT_DISABLED);
        }
        String address = user.getEmail();
        return address != null && addressKey(address).equals(invitation.addressKey())
                ? Optional.empty()
                : Optional.of(InvitationEnd.ADDRESS_CHANGED);
    }

    /** Forgets all of the account. */
    public void forgetAccount(String userId) {
        entities.createNamedQuery("magentoInvitationRemoveByUser")
                .setParameter("realmId", realm.getId())
                .setParameter("userId", userId)
                .executeUpdate();
    }

    /** Forgets those that are long over. */
    void trim() {
        entities.createNamedQuery("magentoInvitationTrim")
                .setParameter("realmId", realm.getId())
                .setParameter("before", Time.currentTimeMillis() - KEPT.toMillis())
                .executeUpdate();
    }

    void removeRealm() {
        entities.createNamedQuery("magentoInvitationRemoveByRealm")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    private List<String> live(Collection<String> userIds) {
        return entities.createNamedQuery("magentoInvitationLive", String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("userIds", userIds)
                .getResultList();
    }

    /** The row as it is committed by now, which nobody else changes until this transaction is over. */
    private Optional<InvitationEntity> locked(String id) {
        Optional<InvitationEntity> row = Optional.ofNullable(entities.find(InvitationEntity.class, id))
                .filter(found -> found.realmId.equals(realm.getId()));
        row.ifPresent(found -> entities.refresh(found, LockModeType.PESSIMISTIC_WRITE));
        return row;
    }

    private static boolean opens(InvitationEntity row) {
        return row.liveAccount != null && Time.currentTimeMillis() < row.until;
    }

    private void end(InvitationEntity row, InvitationEnd why) {
        write(row, why.state(), why);
        row.liveAccount = null;
        if (why != InvitationEnd.LINKED) {
            publish(row);
        }
    }

    private static void write(InvitationEntity row, InvitationState state, @Nullable InvitationEnd why) {
        row.state = state.id();
        row.end = why == null ? null : why.id();
        row.changedAt = Time.currentTimeMillis();
    }

    private void publish(InvitationEntity row) {
        session.getKeycloakSessionFactory().publish(new InvitationChanged(session, realm, invitation(row)));
    }

    private static Invitation invitation(InvitationEntity row) {
        return new Invitation(
                row.id,
                row.userId,
                row.addressKey,
                row.callName,
                row.mailAlone,
                row.invitedBy,
                Instant.ofEpochMilli(row.invitedAt),
                Instant.ofEpochMilli(row.until),
                InvitationState.ofId(row.state).orElse(InvitationState.WITHDRAWN),
                row.end == null ? null : InvitationEnd.ofId(row.end).orElse(null),
                Instant.ofEpochMilli(row.changedAt));
    }

    private static String addressKey(String address) {
        return digest(address.strip().toLowerCase(Locale.ROOT));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
