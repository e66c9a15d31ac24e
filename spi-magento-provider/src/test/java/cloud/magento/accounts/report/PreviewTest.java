package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.outage.Outage;
import cloud.magento.accounts.outage.Outages;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.preview.AccountPreview;
import cloud.magento.accounts.registry.SignInUses;
import cloud.magento.accounts.report.Preview.ApplicationStops;
import cloud.magento.accounts.report.Preview.CohortStops;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;

/** What SQL tells of all accounts, against what the gate's own code says of each. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class PreviewTest {
    private static final List<String> APPLICATIONS = List.of("shop", "forum", "App \u00e9");
    private static final String DEADLINE = "2030-01-01T00:00:00Z";
    private static final Map<TestDatabase, TestKeycloak> REALMS = new EnumMap<>(TestDatabase.class);

    private final TestKeycloak keycloak;

    PreviewTest(TestDatabase database) {
        keycloak = REALMS.computeIfAbsent(database, PreviewTest::populated);
    }

    @Test
    void keepsNothingOfWhatIsQuickToCount() {
        for (int second = 0; second < 20; second++) {
            Instant at = Instant.parse(DEADLINE).plusSeconds(second);
            ask(reports -> reports.preview(at));
        }

        assertThat(ReportCache.size()).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2029-12-31T23:59:59Z", "2030-01-01T00:00:00Z", "2035-01-01T00:00:00Z", "2041-01-01T00:00:00Z"})
    void agreesWithGateForEveryAccount(Instant at) {
        assertAgreesWithGate(at);
    }

    /** Of one that the outage lets in, of those whose link vouches for no password, and of what comes after it. */
    @Test
    void agreesWithGateWithinDeclaredOutage() {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        Instant within = now.plus(Duration.ofHours(1));
        Duration limit = Duration.ofHours(4);
        Stops before = ask(reports -> reports.preview(within)).stopped();
        keycloak.run(session -> {
            register(session, "linked-", LinkProof.MAIL);
            register(session, "linked-early-", LinkProof.PASSWORD);
            new Outages(session, session.realm())
                    .declare(new Outage.Wish(now.plus(Duration.ofHours(2)), "Repairs", "an-operator"), now, limit);
        });
        try {
            assertAgreesWithGate(within);
            assertFiltersAgree(within);
            Stops during = ask(reports -> reports.preview(within)).stopped();
            assertThat(during.loginRequired()).isBetween(1L, before.loginRequired() - 1);
            assertThat(during.linkRequired()).isEqualTo(before.linkRequired());
            Instant after = now.plus(Duration.ofHours(3));
            assertAgreesWithGate(after);
            assertThat(ask(reports -> reports.preview(after)).stopped()).isEqualTo(before);
        } finally {
            keycloak.run(session -> {
                new Outages(session, session.realm()).end(now, limit);
                session.entities()
                        .createNativeQuery("delete from MAGENTO_LINK where REALM_ID = :realm")
                        .setParameter("realm", session.realm().getId())
                        .executeUpdate();
            });
        }
    }

    /** Has the registry know the links of accounts whose names begin so. */
    private static void register(TestSession session, String names, LinkProof proof) {
        session.users()
                .searchForUserStream(session.realm(), Map.of(UserModel.SEARCH, names))
                .filter(user -> user.getUsername().matches(names + "(exempt-before-)?\\d+"))
                .forEach(user -> {
                    UpstreamIdentity identity = TestAccount.identity("Sub-" + user.getUsername());
                    session.entities()
                            .createNativeQuery("insert into MAGENTO_LINK (ID, REALM_ID, ALIAS, ISSUER, SUBJECT,"
                                    + " IDENTITY_KEY, USER_ID, LINKED_AT, PROOF) values (:id, :realm, :alias, :issuer,"
                                    + " :subject, :key, :user, 0, :proof)")
                            .setParameter("id", UUID.randomUUID().toString())
                            .setParameter("realm", session.realm().getId())
                            .setParameter("alias", TestAccounts.ALIAS)
                            .setParameter("issuer", identity.issuer())
                            .setParameter("subject", identity.subject())
                            .setParameter("key", identity.key())
                            .setParameter("user", user.getId())
                            .setParameter("proof", proof.id())
                            .executeUpdate();
                });
    }

    private void assertAgreesWithGate(Instant at) {
        Map<String, AccountPreview> stopped = stopped(at);

        Preview preview = ask(reports -> reports.preview(at));

        assertThat(preview.stopped()).isEqualTo(stops(stopped.values().stream()));
        assertThat(preview.reportOnly()).isTrue();
        assertThat(rows(StoppedFilter.at(at))).isEqualTo(expected(stopped, null, null));
        assertThat(preview.applications())
                .extracting(ApplicationStops::clientId, ApplicationStops::stopped)
                .containsExactlyInAnyOrderElementsOf(APPLICATIONS.stream()
                        .filter(app -> in(stopped, app, null).findAny().isPresent())
                        .map(app -> tuple(app, stops(in(stopped, app, null))))
                        .toList());
        for (SignInWay way : SignInWay.values()) {
            assertThat(preview.ways().getOrDefault(way, 0L))
                    .as(way.id())
                    .isEqualTo(in(stopped, null, way).count());
            for (ApplicationStops app : preview.applications()) {
                assertThat(app.ways().getOrDefault(way, 0L))
                        .isEqualTo(in(stopped, app.clientId(), way).count());
            }
        }
        assertThat(preview.withoutSignIn())
                .isEqualTo(stopped.values().stream()
                        .filter(account -> account.applications().isEmpty())
                        .count());
    }

    @Test
    void countsMembersOfEachCohort() {
        Instant at = Instant.parse(DEADLINE);
        Map<String, AccountPreview> stopped = stopped(at);

        Preview preview = ask(reports -> reports.preview(at));

        Map<String, Stops> expected = new TreeMap<>();
        expected.put("/early", stops(named(stopped, "-early", "-both")));
        expected.put("/late", stops(named(stopped, "-late", "-below", "-both")));
        assertThat(preview.cohorts().stream().collect(Collectors.toMap(CohortStops::name, CohortStops::stopped)))
                .isEqualTo(expected);
        assertThat(preview.everybodyElse())
                .isEqualTo(stops(stopped.entrySet().stream()
                        .filter(entry ->
                                Stream.of("-early", "-late", "-below", "-both").noneMatch(entry.getKey()::contains))
                        .map(Map.Entry::getValue)));
    }

    private void assertFiltersAgree(Instant at) {
        Map<String, AccountPreview> stopped = stopped(at);
        StoppedFilter all = StoppedFilter.at(at);
        for (String app : APPLICATIONS) {
            assertThat(rows(all.withClient(app))).isEqualTo(expected(stopped, app, null));
            assertThat(rows(all.withClient(app).withWay(SignInWay.GRANT)))
                    .isEqualTo(expected(stopped, app, SignInWay.GRANT));
        }
        for (SignInWay way : SignInWay.values()) {
            assertThat(rows(all.withWay(way))).as(way.id()).isEqualTo(expected(stopped, null, way));
        }
    }

    @Test
    void filtersByApplicationWayAndCohort() {
        Instant at = Instant.parse(DEADLINE);
        StoppedFilter all = StoppedFilter.at(at);

        assertFiltersAgree(at);
        String early = ask(reports -> reports.preview(at)).cohorts().get(0).id();
        assertThat(rows(all.withCohort(early)).keySet())
                .allMatch(name -> name.contains("-early") || name.contains("-both"))
                .isNotEmpty();
        assertThat(rows(all.withCohort(IdentityFilter.NO_COHORT)).keySet())
                .noneMatch(name -> name.contains("-early") || name.contains("-both") || name.contains("-late"))
                .isNotEmpty();
        assertThatThrownBy(() -> rows(all.withClient("SHOP")))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageContaining("client");
        assertThatThrownBy(() -> rows(all.withCohort("no-such"))).isInstanceOf(InvalidFilterException.class);
    }

    @Test
    void exportsWhatPagesTell() {
        Instant at = Instant.parse(DEADLINE);
        StoppedFilter filter = StoppedFilter.at(at).withClient("App \u00e9");

        String table = exported(filter, ExportFormat.CSV);
        String objects = exported(StoppedFilter.at(at), ExportFormat.NDJSON);

        assertThat(table)
                .startsWith("\"userId\",\"username\",\"email\",\"reason\",\"deadline\",\"clientId\",\"ways\","
                        + "\"lastDay\"\r\n");
        assertThat(table.split("\r\n")).hasSize(1 + rows(filter).size());
        assertThat(table).contains("\"App \u00e9\",\"local grant\",");
        assertThat(objects.split("\n")).hasSize(rows(StoppedFilter.at(at)).size());
    }

    @Test
    void tellsOfOpenAccounts() {
        OpenAccounts open = ask(reports -> reports.openAccounts(Instant.parse("2031-01-01T00:00:00Z")));

        long persons = 6 * 3 * 4 + 9;
        assertThat(open.accounts()).isEqualTo(persons + 6 * 3);
        assertThat(open.linked()).isEqualTo(6 * 3);
        assertThat(open.exempt()).isEqualTo(6 * 4);
        assertThat(open.open()).isEqualTo(persons - 6 * 4);
        assertThat(open.unreachable().noAddress()).isEqualTo(open.open());
        assertThat(open.unreachable().unverifiedAddress()).isZero();
        assertThat(open.unreachable().neither()).isEqualTo(open.unreachable().noSignIn());
        assertThat(open.unreachable().noSignIn()).isBetween(1L, open.open() - 1);
        assertThat(open.connectedPerDay()).isEmpty();
    }

    /** The accounts that are stopped, by name, as the gate's code says of each by itself. */
    private Map<String, AccountPreview> stopped(Instant at) {
        return keycloak.ask(session -> {
            Map<String, AccountPreview> stopped = new TreeMap<>();
            session.users()
                    .searchForUserStream(session.realm(), Map.of(UserModel.INCLUDE_SERVICE_ACCOUNT, "true"))
                    .forEach(user -> AccountPreview.of(session, session.realm(), user, at, null)
                            .filter(AccountPreview::stopped)
                            .ifPresent(preview -> stopped.put(user.getUsername(), preview)));
            return stopped;
        });
    }

    private static Stream<AccountPreview> named(Map<String, AccountPreview> stopped, String... parts) {
        return stopped.entrySet().stream()
                .filter(entry -> Stream.of(parts).anyMatch(entry.getKey()::contains))
                .map(Map.Entry::getValue);
    }

    private static Stops stops(Stream<AccountPreview> accounts) {
        return accounts.map(account -> account.linked() ? new Stops(0, 1) : new Stops(1, 0))
                .reduce(Stops.NONE, Stops::plus);
    }

    private static Stream<AccountPreview> in(
            Map<String, AccountPreview> stopped, @Nullable String app, @Nullable SignInWay way) {
        return stopped.values().stream()
                .filter(account -> !uses(account, app, way).isEmpty());
    }

    private static Map<String, TreeSet<String>> expected(
            Map<String, AccountPreview> stopped, @Nullable String app, @Nullable SignInWay way) {
        Map<String, TreeSet<String>> expected = new TreeMap<>();
        stopped.forEach((name, account) -> {
            TreeSet<String> uses = uses(account, app, way);
            if ((app == null && way == null) || !uses.isEmpty()) {
                expected.put(name, uses);
            }
        });
        return expected;
    }

    private static TreeSet<String> uses(AccountPreview account, @Nullable String app, @Nullable SignInWay way) {
        TreeSet<String> uses = new TreeSet<>();
        account.applications().stream()
                .filter(one -> app == null || one.clientId().equals(app))
                .forEach(one -> one.uses().stream()
                        .filter(AccountPreview.Use::stopped)
                        .filter(use -> way == null || use.way() == way)
                        .forEach(
                                use -> uses.add(one.clientId() + " " + use.way().id())));
        return uses;
    }

    /** All pages, of seven accounts each. */
    private Map<String, TreeSet<String>> rows(StoppedFilter filter) {
        Map<String, TreeSet<String>> rows = new TreeMap<>();
        List<String> order = new ArrayList<>();
        @Nullable String after = null;
        do {
            @Nullable String cursor = after;
            StoppedPage page = ask(reports -> reports.stopped(filter, cursor, 7));
            page.rows().forEach(row -> {
                TreeSet<String> uses = new TreeSet<>();
                row.applications().forEach(use -> use.ways().forEach(way -> uses.add(use.clientId() + " " + way.id())));
                rows.put(row.username(), uses);
                order.add(row.username());
            });
            after = page.next();
        } while (after != null);
        assertThat(order).hasSameSizeAs(rows.keySet());
        return rows;
    }

    private String exported(StoppedFilter filter, ExportFormat format) {
        return ask(reports -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                format.write(reports.stoppedExport(filter), out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toString(StandardCharsets.UTF_8);
        });
    }

    private <T> T ask(Function<Reports, T> question) {
        return keycloak.ask(
                session -> question.apply(Reports.in(session, session.realm()).orElseThrow()));
    }

    /** Each account came by other ways into other applications; some long ago, some never. */
    private static TestKeycloak populated(TestDatabase database) {
        TestKeycloak keycloak = TestKeycloak.on(database)
                .withProvider(
                        LinkSettings.ENFORCE_FROM,
                        DEADLINE,
                        LinkSettings.REMIND_FROM,
                        "2025-01-01",
                        LinkSettings.MAX_SKIPS,
                        "3");
        TestKinds kinds = new TestKinds(keycloak);
        keycloak.run(session -> {
            for (String app : APPLICATIONS) {
                session.clients().addClient(session.realm(), id(session, app), app);
            }
            int number = 0;
            for (String name : kinds.names()) {
                UserModel user = session.users().getUserByUsername(session.realm(), name);
                for (int each = number++; each > 0 && each % 9 > 1; each /= 3) {
                    use(session, user, APPLICATIONS.get(each % 3), each);
                }
            }
        });
        return keycloak;
    }

    private static void use(TestSession session, UserModel user, String app, int kind) {
        long today = LocalDate.now(ZoneOffset.UTC).toEpochDay();
        long old = today - SignInUses.KEPT_DAYS - 1;
        long[] days = switch (kind % 5) {
            case 0 -> new long[] {today, 0, 0, 0};
            case 1 -> new long[] {0, today - SignInUses.KEPT_DAYS, 0, today};
            case 2 -> new long[] {today, old, today, 0};
            case 3 -> new long[] {today, old, 0, old};
            default -> new long[] {0, 0, 0, old};
        };
        session.entities()
                .createNativeQuery("delete from MAGENTO_SIGN_IN_USE where USER_ID = :user and CLIENT_ID = :client")
                .setParameter("user", user.getId())
                .setParameter("client", id(session, app))
                .executeUpdate();
        session.entities()
                .createNativeQuery("insert into MAGENTO_SIGN_IN_USE (USER_ID, CLIENT_ID, REALM_ID, UPSTREAM_DAY,"
                        + " LOCAL_DAY, PROVIDER_DAY, GRANT_DAY) values (:user, :client, :realm, nullif(" + days[0]
                        + ", 0), nullif(" + days[1] + ", 0), nullif(" + days[2] + ", 0), nullif(" + days[3] + ", 0))")
                .setParameter("user", user.getId())
                .setParameter("client", id(session, app))
                .setParameter("realm", session.realm().getId())
                .executeUpdate();
    }

    private static String id(TestSession session, String app) {
        return session.realm().getId().substring(0, 20) + APPLICATIONS.indexOf(app);
    }
}
