package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.SignInWay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.util.Time;

/** Which days are kept of an account's sign-ins, and how they go. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SignInUsesTest {
    private final TestKeycloak keycloak;
    private final TestAccount agnes;
    private final TestClient shop = TestClient.called("shop");
    private final TestClient forum = TestClient.called("forum");

    SignInUsesTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database).withProvider();
        agnes = keycloak.account("agnes");
    }

    @AfterEach
    void resetClock() {
        Time.setOffset(0);
    }

    @Test
    void keepsLastDayOfEachWayAndApplication() {
        note(shop, SignInWay.LOCAL);
        note(shop, SignInWay.UPSTREAM);
        note(forum, SignInWay.GRANT);
        inDays(3);
        note(shop, SignInWay.LOCAL);

        assertThat(uses())
                .containsExactly(
                        new SignInUse(forum.getId(), Map.of(SignInWay.GRANT, day(-3))),
                        new SignInUse(shop.getId(), Map.of(SignInWay.LOCAL, day(0), SignInWay.UPSTREAM, day(-3))));
    }

    @Test
    void neverGoesBackToEarlierDay() {
        inDays(2);
        note(shop, SignInWay.LOCAL);
        inDays(0);
        note(shop, SignInWay.LOCAL);

        assertThat(uses()).containsExactly(new SignInUse(shop.getId(), Map.of(SignInWay.LOCAL, day(2))));
    }

    @Test
    void writesNothingWhereRequestIsRolledBack() {
        try (var session = keycloak.begin()) {
            new SignInUses(session, session.realm()).note(agnes.in(session), shop, SignInWay.LOCAL);
            session.getTransactionManager().setRollbackOnly();
        }

        assertThat(uses()).isEmpty();
    }

    @Test
    void keepsNothingOfAccountsOfClients() {
        agnes.ofClient();
        note(shop, SignInWay.GRANT);

        assertThat(uses()).isEmpty();
    }

    @Test
    void forgetsWhatIsOlderThanIsKept() {
        note(shop, SignInWay.LOCAL);
        note(forum, SignInWay.LOCAL);
        inDays(SignInUses.KEPT_DAYS);
        note(shop, SignInWay.UPSTREAM);
        trim();
        assertThat(uses()).hasSize(2);

        inDays(SignInUses.KEPT_DAYS + 1);
        assertThat(uses())
                .as("not told even before it is dropped")
                .containsExactly(new SignInUse(shop.getId(), Map.of(SignInWay.UPSTREAM, day(-1))));
        trim();

        assertThat(rows()).isEqualTo(1);
        inDays(SignInUses.KEPT_DAYS);
        assertThat(uses()).containsExactly(new SignInUse(shop.getId(), Map.of(SignInWay.UPSTREAM, day(0))));
    }

    @Test
    void dropsWhatIsTooOldOnceADay() {
        note(shop, SignInWay.LOCAL);
        inDays(SignInUses.KEPT_DAYS + 1);
        trimDaily();
        assertThat(rows()).isZero();

        inDays(0);
        note(forum, SignInWay.LOCAL);
        inDays(SignInUses.KEPT_DAYS + 1);
        trimDaily();
        assertThat(rows()).as("the second time on a day").isEqualTo(1);

        inDays(SignInUses.KEPT_DAYS + 2);
        trimDaily();
        assertThat(rows()).isZero();
    }

    @Test
    void notesAgainWhatWasRolledBack() {
        keycloak.run(session -> {
            new SignInUses(session, session.realm()).note(agnes.in(session), shop, SignInWay.LOCAL);
            session.getTransactionManager().setRollbackOnly();
        });
        assertThat(rows()).isZero();

        note(shop, SignInWay.LOCAL);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void forgetsAccountThatIsDeleted() {
        keycloak.register(new LinkListener());
        TestAccount other = keycloak.account("other");
        keycloak.run(
                session -> new SignInUses(session, session.realm()).note(other.in(session), shop, SignInWay.LOCAL));
        note(shop, SignInWay.LOCAL);

        keycloak.run(session -> LinkListener.removed(session, session.realm(), agnes.id()));

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void forgetsAccountThatWentUnheard() {
        note(shop, SignInWay.LOCAL);
        keycloak.run(session -> session.entities()
                .createNativeQuery("delete from USER_ENTITY where ID = :id")
                .setParameter("id", agnes.id())
                .executeUpdate());

        trim();

        assertThat(rows()).isZero();
    }

    @Test
    void forgetsApplicationAndRealmThatAreGone() {
        note(shop, SignInWay.LOCAL);
        note(forum, SignInWay.LOCAL);

        keycloak.run(session -> new SignInUses(session, session.realm()).forgetClient(shop.getId()));
        assertThat(uses()).extracting(SignInUse::clientId).containsExactly(forum.getId());

        keycloak.run(session -> new SignInUses(session, session.realm()).forgetRealm());
        assertThat(rows()).isZero();
    }

    private void note(TestClient client, SignInWay way) {
        keycloak.run(session -> new SignInUses(session, session.realm()).note(agnes.in(session), client, way));
    }

    private List<SignInUse> uses() {
        return keycloak.ask(session -> new SignInUses(session, session.realm()).ofAccount(agnes.id()));
    }

    private void trim() {
        keycloak.run(session -> new SignInUses(session, session.realm()).trim());
    }

    private void trimDaily() {
        keycloak.run(session -> new SignInUses(session, session.realm()).trimDaily());
    }

    private long rows() {
        return keycloak.ask(session -> ((Number) session.entities()
                        .createNativeQuery("select count(*) from MAGENTO_SIGN_IN_USE where REALM_ID = :realmId")
                        .setParameter("realmId", keycloak.realmId())
                        .getSingleResult())
                .longValue());
    }

    private static void inDays(int days) {
        Time.setOffset((int) Duration.ofDays(days).toSeconds());
    }

    private static LocalDate day(int from) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(Time.currentTimeMillis()), ZoneOffset.UTC)
                .plusDays(from);
    }
}
