package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.report.Recipients.Count;
import cloud.magento.accounts.report.Recipients.Filter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.UserModel;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RecipientsTest {
    private static final Instant REALMS = Instant.parse("2999-04-01T00:00:00Z");
    private static final Instant EARLIER = Instant.parse("2999-03-01T00:00:00Z");
    private static final Filter ALL = new Filter(null, null, false);
    private static final Predicate<Instant> ANY = deadline -> true;

    private final TestKeycloak keycloak;
    private final TestAccounts groups;

    RecipientsTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database)
                .withProvider(LinkSettings.ENFORCE_FROM, REALMS.toString(), LinkSettings.REPORT_ONLY, "false");
        groups = new TestAccounts(keycloak);
    }

    @Test
    void findsWhoCanStillBeStoppedAlone() {
        String open = account("open", true);
        String unverified = account("unverified", false);
        String overExemption = account("over", true);
        exempt(overExemption, Instant.parse("2001-01-01T00:00:00Z"));
        exempt(account("exempt", true), Instant.parse("2999-01-01T00:00:00Z"));
        change(account("disabled", true), user -> user.setEnabled(false));
        change(account("no-address", true), user -> user.setEmail(null));
        change(account("service", true), user -> user.setServiceAccountClientLink("a-client"));
        TestAccount linked = keycloak.account("linked");
        change(linked.id(), user -> verified(user, "linked", true));
        linked.linked("Subject");

        assertThat(ids(ALL, ANY)).containsExactlyInAnyOrder(open, overExemption);
        assertThat(ids(new Filter(null, null, true), ANY)).containsExactlyInAnyOrder(open, overExemption, unverified);
        assertThat(this.<Map<Instant, Count>>ask(ALL, found -> found.count(ANY)))
                .isEqualTo(Map.of(REALMS, new Count(2, 2)));
        assertThat(this.<Map<Instant, Count>>ask(new Filter(null, null, true), found -> found.count(ANY)))
                .isEqualTo(Map.of(REALMS, new Count(3, 1)));
    }

    @Test
    void tellsThemByTheirDeadlines() {
        String cohort = groups.group("early", null, EARLIER.toString());
        String below = groups.group("below", cohort, null);
        String early = account("early", true);
        String later = account("later", true);
        join(early, below);

        assertThat(this.<List<Instant>>ask(ALL, Recipients::deadlines)).containsExactly(EARLIER, REALMS);
        assertThat(ids(ALL, EARLIER::equals)).containsExactly(early);
        assertThat(ids(ALL, REALMS::equals)).containsExactly(later);
        assertThat(ids(ALL, Instant.MAX::equals)).isEmpty();
        assertThat(ids(new Filter(null, cohort, false), ANY)).containsExactly(early);
        assertThat(ids(new Filter(null, "none", false), ANY)).containsExactly(later);
        assertThat(this.<Map<Instant, Count>>ask(ALL, found -> found.count(ANY)))
                .isEqualTo(Map.of(EARLIER, new Count(1, 0), REALMS, new Count(1, 0)));
    }

    @Test
    void findsMembersOfGroupAndOfThoseBelow() {
        String staff = groups.group("staff", null, null);
        String sales = groups.group("sales", staff, null);
        String boss = account("boss", true);
        String seller = account("seller", true);
        account("customer", true);
        join(boss, staff);
        join(seller, sales);

        assertThat(ids(new Filter(staff, null, false), ANY)).containsExactlyInAnyOrder(boss, seller);
        assertThat(ids(new Filter(sales, null, false), ANY)).containsExactly(seller);
        assertThatThrownBy(() -> ids(new Filter("no-group", null, false), ANY))
                .isInstanceOf(InvalidFilterException.class);
        assertThatThrownBy(() -> ids(new Filter(null, staff, false), ANY)).isInstanceOf(InvalidFilterException.class);
    }

    @Test
    void leavesOutWhoHasMailOfStepAndGoesOnAfterLast() {
        List<String> all = List.of(account("a", true), account("b", true), account("c", true)).stream()
                .sorted()
                .toList();
        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into MAGENTO_CAMPAIGN_MAIL (CAMPAIGN_ID, STEP, USER_ID, STATE, CHANGED_AT,"
                        + " TRIES) values (:campaign, 7, :userId, 'sent', 0, 0)")
                .setParameter("campaign", keycloak.realmId())
                .setParameter("userId", all.get(1))
                .executeUpdate());

        assertThat(page(7, "", 10)).containsExactly(all.get(0), all.get(2));
        assertThat(page(1, "", 10)).isEqualTo(all);
        assertThat(page(1, "", 2)).isEqualTo(all.subList(0, 2));
        assertThat(page(1, all.get(1), 2)).isEqualTo(all.subList(2, 3));
    }

    private List<String> page(int step, String after, int size) {
        return ask(ALL, found -> found.page(ANY, keycloak.realmId(), step, after, size));
    }

    private List<String> ids(Filter filter, Predicate<Instant> deadline) {
        return ask(filter, found -> found.page(deadline, keycloak.realmId(), 0, "", 100));
    }

    private <T> T ask(Filter filter, Function<Recipients, T> question) {
        return keycloak.ask(session -> question.apply(
                Reports.in(session, session.realm()).orElseThrow().recipients(filter)));
    }

    private String account(String name, boolean verified) {
        String id = keycloak.account(name).id();
        change(id, user -> verified(user, name, verified));
        return id;
    }

    private static void verified(UserModel user, String name, boolean verified) {
        user.setEmail(name + "@example.com");
        user.setEmailVerified(verified);
    }

    private void exempt(String id, Instant until) {
        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into MAGENTO_EXEMPTION (ID, REALM_ID, USER_ID, UNTIL_AT, REASON, GRANTED_BY,"
                        + " GRANTED_AT) values (:userId, :realmId, :userId, :until, 'On leave', 'x', 0)")
                .setParameter("userId", id)
                .setParameter("realmId", keycloak.realmId())
                .setParameter("until", until.toEpochMilli())
                .executeUpdate());
    }

    private void join(String id, String group) {
        keycloak.run(session -> session.users()
                .getUserById(session.realm(), id)
                .joinGroup(session.groups().getGroupById(session.realm(), group)));
    }

    private void change(String id, Consumer<UserModel> change) {
        keycloak.run(session -> change.accept(session.users().getUserById(session.realm(), id)));
    }
}
