package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Polling;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.ServiceProvider;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told beforehand of who will be stopped where, against what happens once the deadline has passed. */
class PreviewIT {
    private static final String DEADLINE = "2998-01-01T00:00:00Z";

    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "preview-" + UUID.randomUUID();
    private final List<Visit> visits = new ArrayList<>();
    private BrokerRealm realm;
    private RealmAdmin admin;
    private Audit audit;

    /** Somebody comes into an application by a way; true where that opens it. */
    private record Visit(Account account, String application, String way, BooleanSupplier comes) {
        String words() {
            return account.username() + " in " + application + " by " + way;
        }
    }

    @BeforeEach
    void aRealmThatOnlyReports() {
        realm = stage.broker().further(name, stage.magento());
        admin = realm.admin();
        audit = Audit.of(stage.broker(), name);
        admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true", "linkEnforceFrom", DEADLINE));
    }

    @AfterEach
    void noRealm() {
        stage.broker().server().delete("/" + name);
        stage.broker().accounts().introduceTo(stage.magento());
    }

    @Test
    void tellsWhoWillBeStoppedInWhichApplication() {
        // given: everybody comes as ever
        DemoApp shop = DemoApp.of(realm);
        DemoApp scanner = DemoApp.of(realm);
        ServiceProvider portal = ServiceProvider.of(realm);
        Account una = unlinked("Una");
        Account exa = unlinked("Exa");
        Account cora = unlinked("Cora");
        Account dina = unlinked("Dina");
        Account nora = unlinked("Nora");
        Person lindaUpstream = stage.person("Linda");
        Person leaUpstream = stage.person("Lea");
        Account linda = linked("Linda", lindaUpstream);
        Account lea = linked("Lea", leaUpstream);
        exempt(exa);
        admin.join(cora, admin.cohort("later", "2998-06-01T00:00:00Z"));
        page(una, shop);
        grant(una, scanner);
        saml(una, portal);
        grant(exa, scanner);
        page(cora, shop);
        grant(dina, scanner);
        page(linda, shop);
        grant(linda, scanner);
        upstream(lea, leaUpstream, shop);
        grant(lea, scanner);
        assertThat(refused()).isEmpty();
        Tokens held = tokens(una, shop);
        admin.change(dina, Map.of("enabled", false));
        visits.removeIf(visit -> visit.account().equals(dina));

        // when
        Set<String> expected = new TreeSet<>(Set.of(
                una.username() + " in " + shop.clientId() + " by local",
                una.username() + " in " + scanner.clientId() + " by grant",
                una.username() + " in " + portal.clientId() + " by local",
                linda.username() + " in " + shop.clientId() + " by local",
                linda.username() + " in " + scanner.clientId() + " by grant",
                lea.username() + " in " + scanner.clientId() + " by grant"));
        Set<String> previewed = Polling.until(this::exported, expected::equals);

        // then: nothing is wrong with what was named, in any form
        assertThat(previewed).isEqualTo(expected);
        JsonNode numbers =
                audit.get("preview", Map.of("at", DEADLINE)).expecting(200).json();
        assertThat(numbers.get("reportOnly").asBoolean()).isTrue();
        assertThat(numbers.at("/stopped/linkRequired").asInt()).isEqualTo(2);
        assertThat(numbers.at("/stopped/loginRequired").asInt()).isEqualTo(2);
        assertThat(numbers.get("withoutSignIn").asInt()).as("Nora").isEqualTo(1);
        assertThat(numbers.at("/ways/grant").asInt()).isEqualTo(3);
        assertThat(numbers.at("/cohorts/0/stopped/total").asInt()).isZero();
        assertThat(numbers.at("/applications/0/clientId").asText()).isEqualTo(scanner.clientId());
        assertThat(numbers.at("/applications/0/stopped/total").asInt()).isEqualTo(3);
        JsonNode page = audit.get("preview/accounts", Map.of("client", shop.clientId(), "max", "1"))
                .expecting(200)
                .json();
        assertThat(page.get("accounts")).hasSize(1);
        assertThat(page.at("/accounts/0/applications")).hasSize(1);
        JsonNode rest = audit.get(
                        "preview/accounts",
                        Map.of(
                                "client",
                                shop.clientId(),
                                "max",
                                "1",
                                "after",
                                page.get("next").asText()))
                .expecting(200)
                .json();
        assertThat(rest.has("next")).isFalse();
        assertThat(Set.of(
                        page.at("/accounts/0/username").asText(),
                        rest.at("/accounts/0/username").asText()))
                .containsExactlyInAnyOrder(una.username(), linda.username());
        assertThat(audit.events("MAGENTO_PREVIEW")).isNotEmpty();
        assertThat(audit.events("MAGENTO_PREVIEW_EXPORT")).isNotEmpty();
        assertThat(one(lea, scanner).get("stopped").asBoolean()).isTrue();
        assertThat(one(lea, shop).at("/applications/0/stopped").asBoolean()).isFalse();
        assertThat(one(cora, shop).get("stopped").asBoolean()).isFalse();
        assertThat(one(nora, shop).at("/ways/1/reason").asText()).isEqualTo("link-required");

        // when: the deadline comes
        admin.configureProvider(
                Broker.PROVIDER, Map.of("linkReportOnly", "false", "linkEnforceFrom", "2020-04-01T00:00:00Z"));

        // then
        assertThat(refused()).isEqualTo(previewed);
        assertThat(shop.refresh(held).expecting(400).body()).contains("magento_link_required");

        // and: what was kept goes with the account
        admin.delete(una);
        assertThat(stage.broker()
                        .database()
                        .query(
                                "select CLIENT_ID from MAGENTO_SIGN_IN_USE where USER_ID = ?",
                                row -> row.getString(1),
                                una.id()))
                .isEmpty();
    }

    @Test
    void tellsForecastAndRefusesWhatItCannotTell() {
        // given
        unlinked("Una");
        admin.create(Account.called("Ada").withEmail("ada@example.com"));

        // when
        JsonNode forecast = audit.get("forecast", Map.of()).expecting(200).json();

        // then
        assertThat(forecast.get("at").asText()).isEqualTo(DEADLINE);
        assertThat(forecast.get("unlinked").asInt()).isEqualTo(2);
        assertThat(forecast.at("/expected/known").asBoolean()).isFalse();
        assertThat(forecast.at("/expected/high").asInt()).isEqualTo(2);
        assertThat(forecast.at("/unreachable/noSignIn").asInt()).isEqualTo(2);
        for (Map<String, String> wrong : List.of(
                Map.of("at", "2001-01-01T00:00:00Z"),
                Map.of("at", "soon"),
                Map.of("client", "no-such"),
                Map.of("way", "no-such"),
                Map.of("cohort", "no-such"),
                Map.of("state", "due"))) {
            assertThat(audit.get("preview/accounts", wrong)
                            .expecting(400)
                            .json()
                            .get("detail")
                            .asText())
                    .isNotEmpty();
        }
        Operator stranger = Operator.with(stage.broker(), name, "view-users");
        for (String path : List.of("preview", "preview/accounts", "preview/export", "forecast")) {
            stranger.send("GET", audit.path(path, Map.of()), Map.of()).expecting(403);
        }
    }

    private Account unlinked(String firstName) {
        return admin.create(Account.called(firstName));
    }

    private Account linked(String firstName, Person person) {
        Account account = admin.create(Account.called(firstName));
        admin.link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
        return account;
    }

    private void exempt(Account account) {
        stage.broker()
                .server()
                .send(
                        "PUT",
                        audit.path("users/" + account.id() + "/exemption", Map.of()),
                        Admin.json(Map.of("until", "2999-01-01T00:00:00Z", "reason", "On leave")))
                .expecting(200);
    }

    private void page(Account account, DemoApp app) {
        visits.add(new Visit(account, app.clientId(), "local", () -> {
            Walker walker = new Walker();
            signIn(walker, account, walker.open(app.signIn()));
            if (app.hasNobodyComeBack()) {
                return false;
            }
            app.tokens();
            return true;
        }));
    }

    private void saml(Account account, ServiceProvider provider) {
        visits.add(new Visit(account, provider.clientId(), "local", () -> {
            Walker walker = new Walker();
            return signIn(walker, account, walker.open(provider.signIn())).has("SAMLResponse");
        }));
    }

    private void grant(Account account, DemoApp app) {
        visits.add(new Visit(
                account,
                app.clientId(),
                "grant",
                () -> app.passwordGrant(account).status() == 200));
    }

    private void upstream(Account account, Person person, DemoApp app) {
        visits.add(new Visit(account, app.clientId(), "upstream", () -> {
            new Walker().signInThrough(app.signIn(), stage.magento(), person);
            if (app.hasNobodyComeBack()) {
                return false;
            }
            app.tokens();
            return true;
        }));
    }

    private static Walker.Shown signIn(Walker walker, Account account, Walker.Shown page) {
        return walker.submit(page, Map.of("username", account.username(), "password", account.password()));
    }

    private Tokens tokens(Account account, DemoApp app) {
        Walker walker = new Walker();
        signIn(walker, account, walker.open(app.signIn()));
        return app.tokens();
    }

    /** Has everybody come once more; who is not let in. */
    private Set<String> refused() {
        Set<String> refused = new TreeSet<>();
        visits.stream().filter(visit -> !visit.comes().getAsBoolean()).forEach(visit -> refused.add(visit.words()));
        return refused;
    }

    private Set<String> exported() {
        Set<String> told = new TreeSet<>();
        audit.get("preview/export", Map.of("at", DEADLINE, "format", "csv"))
                .expecting(200)
                .body()
                .lines()
                .skip(1)
                .map(line -> line.replace("\"", "").split(",", -1))
                .filter(cells -> !cells[5].isEmpty())
                .forEach(cells -> {
                    for (String way : cells[6].split(" ")) {
                        told.add(cells[1] + " in " + cells[5] + " by " + way);
                    }
                });
        return told;
    }

    private JsonNode one(Account account, DemoApp app) {
        return audit.get("users/" + account.id() + "/preview", Map.of("at", DEADLINE, "client", app.clientId()))
                .expecting(200)
                .json();
    }
}
