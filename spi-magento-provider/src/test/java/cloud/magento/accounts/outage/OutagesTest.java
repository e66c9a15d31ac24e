package cloud.magento.accounts.outage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.CachedRealmModel;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutagesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant UNTIL = NOW.plusMillis(3_600_123);
    private static final Duration LIMIT = Duration.ofHours(24);

    private final TestKeycloak keycloak;

    OutagesTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
    }

    @AfterEach
    void resetClock() {
        Time.setOffset(0);
    }

    @Test
    void keepsWhatWasDeclared() {
        Outage declared = declare(UNTIL, "Brand im Rechenzentrum \u65e5\u672c \ud83d\udd25");

        assertThat(inForce(NOW)).contains(declared);
        assertThat(inForce(UNTIL)).as("ends by itself").isEmpty();
        assertThat(keycloak.published(OutageChanged.class)).singleElement().satisfies(changed -> {
            assertThat(changed.outage()).isEqualTo(declared);
            assertThat(changed.before()).isNull();
        });
    }

    @Test
    void movesEndOfTheOneInForce() {
        Outage first = declare(UNTIL, "Fire");

        Outage longer = declare(UNTIL.plusSeconds(60), "Fire, and water");

        assertThat(inForce(UNTIL)).contains(longer);
        assertThat(longer.id()).isEqualTo(first.id());
        assertThat(keycloak.published(OutageChanged.class))
                .last()
                .satisfies(changed -> assertThat(changed.before()).isEqualTo(first));
    }

    @Test
    void rehearsesWithoutDeclaring() {
        keycloak.run(session -> new Outages(session, session.realm()).rehearse(wish(UNTIL, "Fire"), NOW, LIMIT));

        assertThat(inForce(NOW)).isEmpty();
        assertThat(keycloak.published(OutageChanged.class)).isEmpty();
    }

    @Test
    void endsTheOneInForceOnce() {
        Outage declared = declare(UNTIL, "Fire");

        assertThat(end(NOW)).contains(declared);
        assertThat(end(NOW)).isEmpty();
        assertThat(inForce(NOW)).isEmpty();
        assertThat(keycloak.published(OutageChanged.class)).hasSize(2).last().satisfies(changed -> {
            assertThat(changed.outage()).isNull();
            assertThat(changed.before()).isEqualTo(declared);
        });
    }

    @Test
    void endsNoneThatIsOver() {
        declare(UNTIL, "Fire");

        assertThat(end(UNTIL)).isEmpty();
        assertThat(keycloak.published(OutageChanged.class)).hasSize(1);
    }

    @Test
    void declaresAnotherOneAfterTheFirst() {
        Outage first = declare(UNTIL, "Fire");

        Outage second = keycloak.ask(session ->
                new Outages(session, session.realm()).declare(wish(UNTIL.plusSeconds(60), "Fire again"), UNTIL, LIMIT));

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.since()).isEqualTo(UNTIL);
    }

    @Test
    void isOfOneRealmOnly() {
        declare(UNTIL, "Fire");
        TestKeycloak other = TestKeycloak.on(keycloak.database());

        assertThat(other.<Optional<Outage>>ask(session -> new Outages(session, session.realm()).inForce(NOW, LIMIT)))
                .isEmpty();
    }

    @Test
    void goesWithItsRealm() {
        declare(UNTIL, "Fire");

        keycloak.run(session -> new OutageListener().onEvent(removed(session)));

        assertThat(inForce(NOW)).isEmpty();
    }

    @Test
    void forgetsAdministratorWhoIsGone() {
        Outage declared = declare(UNTIL, "Fire");

        keycloak.run(session -> Outages.forgetPerson(session, "somebody-else"));
        assertThat(inForce(NOW)).contains(declared);
        keycloak.run(session -> Outages.forgetPerson(session, "an-administrator"));

        assertThat(inForce(NOW)).hasValueSatisfying(outage -> {
            assertThat(outage.declaredBy()).isNull();
            assertThat(outage.id()).isEqualTo(declared.id());
        });
    }

    /** As on a node that no message reached. */
    @Test
    void asksAnewAfterFiveSecondsWithoutBeingTold() {
        CachedRealm cached = Partial.of(CachedRealm.class, keycloak.realmId());
        assertThat(cached(cached)).isEmpty();
        Outage declared = declare(UNTIL, "Fire");

        assertThat(cached(cached)).as("kept with the realm").isEmpty();
        Time.setOffset(5);
        assertThat(cached(cached)).contains(declared);
        Time.setOffset(4);
        assertThat(cached(cached)).as("kept, whichever way the clock goes").contains(declared);
    }

    private Optional<Outage> cached(RealmModel realm) {
        return keycloak.ask(session -> new Outages(session, realm).inForce(NOW, LIMIT));
    }

    private Outage declare(Instant until, String reason) {
        return keycloak.ask(session -> new Outages(session, session.realm()).declare(wish(until, reason), NOW, LIMIT));
    }

    private Optional<Outage> end(Instant now) {
        return keycloak.ask(session -> new Outages(session, session.realm()).end(now, LIMIT));
    }

    private Optional<Outage> inForce(Instant at) {
        return keycloak.ask(session -> new Outages(session, session.realm()).inForce(at, LIMIT));
    }

    private static Outage.Wish wish(Instant until, String reason) {
        return new Outage.Wish(until, reason, "an-administrator");
    }

    private static RealmModel.RealmRemovedEvent removed(TestSession session) {
        return new RealmModel.RealmRemovedEvent() {
            @Override
            public RealmModel getRealm() {
                return session.realm();
            }

            @Override
            public TestSession getKeycloakSession() {
                return session;
            }
        };
    }

    /** A realm as Keycloak's cache has it. */
    @SuppressWarnings("rawtypes") // As Keycloak has it.
    abstract static class CachedRealm implements CachedRealmModel {
        private final String id;
        private final ConcurrentHashMap kept = new ConcurrentHashMap();

        CachedRealm(String id) {
            this.id = id;
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public ConcurrentHashMap getCachedWith() {
            return kept;
        }
    }
}
