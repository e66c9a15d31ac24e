package cloud.magento.accounts.registry;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The realm's exemptions: see {@link UserCacheValue} for what reading one costs. */
public final class Exemptions {
    private static final UserCacheValue KEPT = new UserCacheValue("magento.exemption");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String realmId;

    public Exemptions(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.realmId = realm.getId();
    }

    /** The account's exemption, in force or over. */
    public Optional<Exemption> of(UserModel user) {
        Kept kept = KEPT.get(user, Kept.class, () -> new Kept(stored(user).orElse(null)));
        return Optional.ofNullable(kept.exemption());
    }

    /** Those of the accounts, by account, in force or over. */
    public Map<String, Exemption> ofAccounts(Collection<String> userIds) {
        return rowsOf(userIds).stream().collect(Collectors.toMap(entity -> entity.userId, Exemptions::exemption));
    }

    /**
     * Those in force, in the order in which they end.
     *
     * @param after the {@link #place} of the last one of the page before, or empty for the first page
     */
    public List<Exemption> endingAfter(Instant now, String after, int max) {
        int cut = after.indexOf('~');
        return entities()
                .createNamedQuery("magentoExemptionsByEnd", ExemptionEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("now", now.toEpochMilli())
                .setParameter("until", cut < 0 ? now.toEpochMilli() : number(after.substring(0, cut)))
                .setParameter("userId", cut < 0 ? "" : after.substring(cut + 1))
                .setMaxResults(max)
                .getResultStream()
                .map(Exemptions::exemption)
                .toList();
    }

    /** Where an exemption stands in the order of {@link #endingAfter}. */
    public static String place(Exemption exemption) {
        return exemption.until().toEpochMilli() + "~" + exemption.userId();
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    /** How many end between the two moments. */
    public long countEndingBetween(Instant from, Instant to) {
        return entities()
                .createNamedQuery("magentoExemptionsEnding", Long.class)
                .setParameter("realmId", realmId)
                .setParameter("from", from.toEpochMilli())
                .setParameter("to", to.toEpochMilli())
                .getSingleResult();
    }

    /** Grants the account an exemption, in place of any that it had. */
    public void grant(UserModel user, Exemption exemption) {
        grant(user, exemption, null);
    }

    /** The same, as a member of a group. */
    void grant(UserModel user, Exemption exemption, @Nullable String groupId) {
        write(entity(user.getId()).orElseGet(() -> fresh(user.getId())), exemption, groupId);
        entities().flush();
        changed(user, exemption);
    }

    /** Grants each of them, one for an account, in place of any that the account had. */
    public void grantAll(List<Exemption> exemptions) {
        grantAll(exemptions, null);
    }

    /** The same, as members of a group: see {@link GroupExemptions}. */
    void grantAll(List<Exemption> exemptions, @Nullable String groupId) {
        Map<String, ExemptionEntity> rows = rowsOf(
                        exemptions.stream().map(Exemption::userId).toList())
                .stream()
                .collect(Collectors.toMap(entity -> entity.userId, Function.identity()));
        exemptions.forEach(
                exemption -> write(rows.computeIfAbsent(exemption.userId(), this::fresh), exemption, groupId));
        entities().flush();
        exemptions.forEach(exemption -> publish(exemption.userId(), exemption));
        LinkBatch.forgetAccounts(session, realm);
    }

    /** Ends the exemptions of these accounts now; who has none is passed over. */
    public void endAll(Collection<String> userIds) {
        List<ExemptionEntity> rows = rowsOf(userIds);
        List<String> ended = rows.stream().map(entity -> entity.userId).toList();
        rows.forEach(entities()::remove);
        entities().flush();
        ended.forEach(userId -> publish(userId, null));
        LinkBatch.forgetAccounts(session, realm);
    }

    /** Ends the account's exemption now; false where it has none. */
    public boolean end(UserModel user) {
        boolean ended = removeAccount(user.getId()) > 0;
        if (ended) {
            changed(user, null);
        }
        return ended;
    }

    int removeAccount(String userId) {
        return entities()
                .createNamedQuery("magentoExemptionRemoveByUser")
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .executeUpdate();
    }

    /** Accounts that are gone and still have an exemption here, in the order of their ids. */
    public List<String> accountsThatAreGone(String after, int most) {
        return entities()
                .createNamedQuery("magentoExemptionOrphans", String.class)
                .setParameter("realmId", realmId)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList();
    }

    /** The ids of the accounts that have an exemption, or had one that is over. */
    List<String> accounts() {
        return entities()
                .createNamedQuery("magentoExemptAccounts", String.class)
                .setParameter("realmId", realmId)
                .getResultList();
    }

    void removeRealm() {
        entities()
                .createNamedQuery("magentoExemptionRemoveByRealm")
                .setParameter("realmId", realmId)
                .executeUpdate();
    }

    private void changed(UserModel user, @Nullable Exemption exemption) {
        UserCacheValue.forget(session, realm, user);
        publish(user.getId(), exemption);
    }

    private void publish(String userId, @Nullable Exemption exemption) {
        session.getKeycloakSessionFactory().publish(new ExemptionChanged(session, realm, userId, exemption));
    }

    private void write(ExemptionEntity entity, Exemption exemption, @Nullable String groupId) {
        entity.groupId = groupId;
        entity.until = exemption.until().toEpochMilli();
        entity.reason = exemption.reason();
        entity.grantedBy = exemption.grantedBy();
        entity.grantedAt = exemption.grantedAt().toEpochMilli();
        entities().persist(entity);
    }

    private List<ExemptionEntity> rowsOf(Collection<String> userIds) {
        return userIds.isEmpty()
                ? List.of()
                : entities()
                        .createNamedQuery("magentoExemptionsOfUsers", ExemptionEntity.class)
                        .setParameter("realmId", realmId)
                        .setParameter("userIds", userIds)
                        .getResultList();
    }

    private Optional<Exemption> stored(UserModel user) {
        return entity(user.getId()).map(Exemptions::exemption);
    }

    static Exemption exemption(ExemptionEntity entity) {
        return new Exemption(
                entity.userId,
                Instant.ofEpochMilli(entity.until),
                entity.reason,
                entity.grantedBy,
                Instant.ofEpochMilli(entity.grantedAt));
    }

    private Optional<ExemptionEntity> entity(String userId) {
        return entities()
                .createNamedQuery("magentoExemptionByUser", ExemptionEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("userId", userId)
                .getResultStream()
                .findFirst();
    }

    private EntityManager entities() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private ExemptionEntity fresh(String userId) {
        ExemptionEntity entity = new ExemptionEntity();
        entity.id = UUID.randomUUID().toString();
        entity.realmId = realmId;
        entity.userId = userId;
        return entity;
    }

    /** What the database said; nothing is an answer too. */
    private record Kept(@Nullable Exemption exemption) {}
}
