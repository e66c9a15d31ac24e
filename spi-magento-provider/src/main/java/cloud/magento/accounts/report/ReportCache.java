package cloud.magento.accounts.report;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Keeps what took long to count, so that a realm with a million accounts is not counted again at every look, nor by all
 * who look at once. An answer of the last {@link #FRESH} serves as it is. An older one serves too, until it is {@link
 * #STALE}, while a new one is counted behind it. What is quick to count is counted each time. An answer tells itself
 * when it was counted.
 */
final class ReportCache {
    private static final Logger LOG = Logger.getLogger(ReportCache.class);
    private static final Duration LONG = Duration.ofMillis(500);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration STALE = Duration.ofMinutes(10);
    private static final ConcurrentMap<Question, Kept> ANSWERS = new ConcurrentHashMap<>();

    private ReportCache() {}

    /** What is asked, with all that the answer depends on but for the database's rows. */
    private record Question(Realm.Key realm, String name) {}

    /** The place of an answer; held by who counts it. */
    private static final class Kept {
        final ReentrantLock counting = new ReentrantLock();
        volatile @Nullable Answer answer;
    }

    private record Answer(Object value, long at) {
        boolean isWithin(Duration span) {
            return System.nanoTime() - at <= span.toNanos();
        }
    }

    /** The kept answer, or a new one. */
    static <T> T answer(KeycloakSession session, Realm realm, String name, Class<T> type, Function<Realm, T> count) {
        ANSWERS.values().removeIf(ReportCache::isOver);
        Question question = new Question(realm.key(), name);
        Kept kept = ANSWERS.computeIfAbsent(question, asked -> new Kept());
        Answer answer = kept.answer;
        if (answer != null && answer.isWithin(STALE)) {
            if (!answer.isWithin(FRESH) && !kept.counting.isLocked()) {
                countBehind(session, question, kept, count);
            }
            return type.cast(answer.value());
        }
        kept.counting.lock();
        try {
            Answer others = kept.answer;
            return others != null && others.isWithin(FRESH)
                    ? type.cast(others.value())
                    : type.cast(counted(kept, realm, count));
        } finally {
            kept.counting.unlock();
        }
    }

    /** How many answers there is a place for. */
    static int size() {
        return ANSWERS.size();
    }

    private static boolean isOver(Kept kept) {
        Answer answer = kept.answer;
        return (answer == null || !answer.isWithin(STALE)) && !kept.counting.isLocked();
    }

    private static <T> T counted(Kept kept, Realm realm, Function<Realm, T> count) {
        long started = System.nanoTime();
        T value = count.apply(realm);
        long now = System.nanoTime();
        kept.answer = now - started > LONG.toNanos() ? new Answer(value, now) : null;
        return value;
    }

    private static <T> void countBehind(
            KeycloakSession session, Question question, Kept kept, Function<Realm, T> count) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getProvider(ExecutorsProvider.class)
                .getExecutor("magento-reports")
                .execute(() -> {
                    if (!kept.counting.tryLock()) {
                        return;
                    }
                    try {
                        KeycloakModelUtils.runJobInTransaction(factory, own -> {
                            RealmModel realm =
                                    own.realms().getRealm(question.realm().id());
                            if (realm != null) {
                                own.getContext().setRealm(realm);
                                Reports.in(own, realm).ifPresent(reports -> counted(kept, reports.realm(), count));
                            }
                        });
                    } catch (RuntimeException e) {
                        LOG.warnf(
                                "%s of realm %s could not be refreshed: %s",
                                question.name(),
                                question.realm().id(),
                                e.getClass().getName());
                    } finally {
                        kept.counting.unlock();
                    }
                });
    }
}
