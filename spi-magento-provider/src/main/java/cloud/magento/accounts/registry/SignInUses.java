package cloud.magento.accounts.registry;

import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.transaction.AfterCommit;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Which account came into which application of late, and by which way: a day for each, so that one can tell beforehand
 * who will be stopped where. Nothing else is kept, and nothing beyond {@value #KEPT_DAYS} days.
 *
 * <p>A sign-in does not wait for it and cannot fail by it. What was noted today is remembered with the account in
 * Keycloak's user cache; else the row is looked up once the request's transaction is committed, by a thread of
 * Keycloak's, and written only where the day is another. So a row is written once a day at most.
 */
public final class SignInUses {
    /** How many days are kept, today not counted. */
    public static final int KEPT_DAYS = 90;

    private static final Logger LOG = Logger.getLogger(SignInUses.class);
    private static final UserCacheValue KEPT = new UserCacheValue("magento.uses");
    private static final ConcurrentMap<String, Integer> TRIMMED = new ConcurrentHashMap<>();
    private static final String TABLE = "{h-schema}MAGENTO_SIGN_IN_USE";

    private final KeycloakSession session;
    private final RealmModel realm;

    public SignInUses(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** What was noted today of an account in Keycloak's cache. */
    private record Noted(ConcurrentMap<String, Integer> days) {}

    /** The name of the column that has the day of a way. */
    public static String column(SignInWay way) {
        return switch (way) {
            case UPSTREAM -> "UPSTREAM_DAY";
            case LOCAL -> "LOCAL_DAY";
            case OTHER_PROVIDER -> "PROVIDER_DAY";
            case GRANT -> "GRANT_DAY";
        };
    }

    /** The first day of those that are kept, as its number since the epoch. */
    public static int firstDay() {
        return today() - KEPT_DAYS;
    }

    /** Notes that the account came into the application today. Accounts of clients are not noted. */
    public void note(UserModel user, ClientModel client, SignInWay way) {
        if (user.getServiceAccountClientLink() != null) {
            return;
        }
        int today = today();
        String key = client.getId() + " " + way;
        ConcurrentMap<String, Integer> noted = KEPT.get(user, Noted.class, () -> new Noted(new ConcurrentHashMap<>()))
                .days();
        if (noted.getOrDefault(key, 0) >= today) {
            return;
        }
        Writer writer = new Writer(
                session.getKeycloakSessionFactory(), realm.getId(), user.getId(), client.getId(), way, today);
        AfterCommit.run(session, () -> {
            noted.put(key, today);
            try {
                session.getProvider(ExecutorsProvider.class)
                        .getExecutor("magento-sign-in-use")
                        .execute(() -> writer.write(() -> noted.remove(key)));
            } catch (RejectedExecutionException e) {
                noted.remove(key);
            }
        });
    }

    /** What is kept of an account, by the ids of the applications. */
    public List<SignInUse> ofAccount(String userId) {
        List<SignInUse> uses = new ArrayList<>();
        List<?> rows = entities(session)
                .createNativeQuery(
                        "select s.CLIENT_ID, s." + columns(", s.") + " from " + TABLE
                                + " s where s.USER_ID = :userId and s.REALM_ID = :realmId order by s.CLIENT_ID",
                        Object[].class)
                .setParameter("userId", userId)
                .setParameter("realmId", realm.getId())
                .getResultList();
        for (Object row : rows) {
            @Nullable Object[] cells = (@Nullable Object[]) row;
            Map<SignInWay, LocalDate> days = new EnumMap<>(SignInWay.class);
            for (SignInWay way : SignInWay.values()) {
                if (cells[way.ordinal() + 1] instanceof Number day && day.intValue() >= firstDay()) {
                    days.put(way, LocalDate.ofEpochDay(day.longValue()));
                }
            }
            if (!days.isEmpty()) {
                uses.add(new SignInUse(String.valueOf(cells[0]), days));
            }
        }
        return uses;
    }

    /** Of an account that is gone, or whose person is to be forgotten. */
    public void forgetAccount(String userId) {
        delete("USER_ID", userId);
    }

    /** Of an application that is gone. */
    void forgetClient(String clientId) {
        delete("CLIENT_ID", clientId);
    }

    /** Of a realm that is gone. */
    void forgetRealm() {
        entities(session)
                .createNativeQuery("delete from " + TABLE + " where REALM_ID = :realmId")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    /**
     * Drops what is older than is kept, and what accounts left that went unheard, unless this server did so today: it
     * reads all.
     */
    void trimDaily() {
        int today = today();
        if (TRIMMED.getOrDefault(realm.getId(), 0) < today) {
            trim();
            AfterCommit.run(session, () -> TRIMMED.put(realm.getId(), today));
        }
    }

    void trim() {
        for (SignInWay way : SignInWay.values()) {
            entities(session)
                    .createNativeQuery("update " + TABLE + " set " + column(way)
                            + " = null where REALM_ID = :realmId and " + column(way) + " < :first")
                    .setParameter("realmId", realm.getId())
                    .setParameter("first", firstDay())
                    .executeUpdate();
        }
        entities(session)
                .createNativeQuery("delete from " + TABLE + " where REALM_ID = :realmId and coalesce(" + columns(", ")
                        + ") is null")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
        entities(session)
                .createNativeQuery("delete from " + TABLE + " where REALM_ID = :realmId and USER_ID not like 'f:%'"
                        + " and USER_ID not in (select u.ID from {h-schema}USER_ENTITY u where u.REALM_ID = :realmId)")
                .setParameter("realmId", realm.getId())
                .executeUpdate();
    }

    private void delete(String column, String value) {
        entities(session)
                .createNativeQuery("delete from " + TABLE + " where REALM_ID = :realmId and " + column + " = :value")
                .setParameter("realmId", realm.getId())
                .setParameter("value", value)
                .executeUpdate();
    }

    private static String columns(String separator) {
        return Arrays.stream(SignInWay.values()).map(SignInUses::column).collect(Collectors.joining(separator));
    }

    private static int today() {
        return (int) Math.floorDiv(Time.currentTimeMillis(), Duration.ofDays(1).toMillis());
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** Writes one row in a transaction of its own. */
    private record Writer(
            KeycloakSessionFactory factory, String realmId, String userId, String clientId, SignInWay way, int today) {

        void write(Runnable lost) {
            try {
                attempt();
            } catch (PersistenceException | ModelException first) {
                // Two applications of one account, or two nodes, may have come at once: now the other's row is there.
                try {
                    attempt();
                } catch (PersistenceException | ModelException e) {
                    lost.run();
                    LOG.debugf("A sign-in of account %s was not noted: %s", userId, e);
                }
            }
        }

        /** Whether there is a row is asked without a lock: see {@link AccountLinks#changed()}. */
        private void attempt() {
            KeycloakModelUtils.runJobInTransaction(factory, own -> {
                @Nullable RealmModel realm = own.realms().getRealm(realmId);
                if (realm == null) {
                    return;
                }
                own.getContext().setRealm(realm);
                List<?> days = query(own, "select coalesce(" + column(way) + ", 0) from " + TABLE)
                        .getResultList();
                if (days.isEmpty()) {
                    insert(own, realm);
                } else if (days.get(0) instanceof Number day && day.intValue() < today) {
                    query(own, "update " + TABLE + " set " + column(way) + " = " + today)
                            .executeUpdate();
                }
            });
        }

        private void insert(KeycloakSession own, RealmModel realm) {
            if (own.users().getUserById(realm, userId) == null) {
                return;
            }
            entities(own)
                    .createNativeQuery("insert into " + TABLE + " (USER_ID, CLIENT_ID, REALM_ID, " + column(way)
                            + ") values (:userId, :clientId, :realmId, " + today + ")")
                    .setParameter("userId", userId)
                    .setParameter("clientId", clientId)
                    .setParameter("realmId", realmId)
                    .executeUpdate();
        }

        private Query query(KeycloakSession own, String statement) {
            return entities(own)
                    .createNativeQuery(statement + " where USER_ID = :userId and CLIENT_ID = :clientId")
                    .setParameter("userId", userId)
                    .setParameter("clientId", clientId);
        }
    }
}
