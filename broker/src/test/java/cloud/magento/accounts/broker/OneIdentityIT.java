package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.AtOnce;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.ClusterStage;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.MariaDbStage;
import cloud.magento.accounts.broker.support.ServerLog;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One upstream identity belongs to at most one account, and one account to one identity, under any race. */
class OneIdentityIT {
    private static final int SOME = 20;

    @Nested
    class OnH2 extends Races {
        OnH2() {
            super(40);
        }

        @RegisterExtension
        final Stage stage = new Stage();

        @Override
        Broker broker() {
            return stage.broker();
        }

        @Override
        MagentoStandIn magento() {
            return stage.magento();
        }
    }

    @Nested
    class OnTwoNodesWithPostgreSql extends Races {
        OnTwoNodesWithPostgreSql() {
            super(200);
        }

        @RegisterExtension
        final ClusterStage stage = new ClusterStage();

        @Override
        Broker broker() {
            return stage.broker();
        }

        @Override
        MagentoStandIn magento() {
            return stage.magento();
        }

        @Override
        List<ServerLog> logs() {
            return stage.cluster().logs();
        }
    }

    @Nested
    class OnMariaDb extends Races {
        OnMariaDb() {
            super(40);
        }

        @RegisterExtension
        final MariaDbStage stage = new MariaDbStage();

        @Override
        Broker broker() {
            return stage.broker();
        }

        @Override
        MagentoStandIn magento() {
            return stage.magento();
        }

        @Test
        void storesTextInEveryScript() {
            // given
            Account account = broker().admin().create(Account.called("Racer"));
            String reason = "\u672a\u63a5\u7d9a \ud83d\ude42";

            // when
            broker().server()
                    .send(
                            "PUT",
                            "/" + Broker.REALM + "/magento/users/" + account.id() + "/exemption",
                            Admin.json(Map.of(
                                    "until", Instant.now().plusSeconds(60).toString(), "reason", reason)))
                    .expecting(200);

            // then
            assertThat(broker().database()
                            .query(
                                    "select REASON from MAGENTO_EXEMPTION where USER_ID = ?",
                                    row -> row.getString(1),
                                    account.id()))
                    .containsExactly(reason);
        }
    }

    abstract static class Races {
        /** So many want one identity. */
        private final int many;

        Races(int many) {
            this.many = many;
        }

        abstract Broker broker();

        /** What its nodes log. */
        List<ServerLog> logs() {
            return List.of(broker().log());
        }

        abstract MagentoStandIn magento();

        @Test
        void linksOneAccountInRaceForOneIdentity() {
            // given
            Person person = magento().add(Person.called("Wanted"));
            List<Account> accounts = accounts(many);
            List<Walker> walkers =
                    accounts.stream().map(account -> new Walker()).toList();
            List<Shown> previews = AtOnce.fewAtATime(IntStream.range(0, many)
                    .mapToObj(i -> (Callable<Shown>) () -> walkers.get(i)
                            .goAsFarAsThePreview(broker().accountPage(), accounts.get(i), magento(), person))
                    .toList());
            List<Integer> logged = ends();

            // when
            List<Shown> outcomes = connectAtOneInstant(walkers, previews);

            // then: one account page, and everybody else is told, with a reference that an event and an entry have
            List<Account> winners = new ArrayList<>();
            Set<String> references = refusals(accounts, "already-linked");
            for (int i = 0; i < many; i++) {
                Shown outcome = outcomes.get(i);
                if (outcome.has("data-status=\"connected\"")) {
                    winners.add(accounts.get(i));
                } else {
                    assertThat(outcome.page().status()).isIn(200, 409);
                    assertThat(outcome.has("data-reason=\"already-linked\"") || outcome.has("id=\"magento-error\""))
                            .as(outcome.page().body())
                            .isTrue();
                    assertThat(outcome.reference()).get().isIn(references);
                    assertThat(broker().server()
                                    .get("/" + Broker.REALM + "/magento/references/"
                                            + outcome.reference().orElseThrow())
                                    .at("/who/userId")
                                    .asText())
                            .isEqualTo(accounts.get(i).id());
                }
            }
            assertThat(winners).hasSize(1);
            assertThat(references).hasSize(many - 1);
            assertBelongsTo(person, winners.get(0));
            assertThat(eventsOf(accounts, "FEDERATED_IDENTITY_LINK"))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.userId()).contains(winners.get(0).id()));
            assertNothingFailedSince(logged);
        }

        @Test
        void linksOneAccountInRaceOfAdministrators() {
            // given
            Person person = magento().add(Person.called("Wanted"));
            List<Account> accounts = accounts(many);
            List<Integer> logged = ends();

            // when
            List<Answer> answers = AtOnce.allAtOneInstant(accounts.stream()
                    .map(account -> (Callable<Answer>) () -> link(account, person))
                    .toList());

            // then
            List<Account> winners = IntStream.range(0, many)
                    .filter(i -> answers.get(i).status() == 204)
                    .mapToObj(accounts::get)
                    .toList();
            assertThat(winners).hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.status() == 409))
                    .hasSize(many - 1)
                    .allSatisfy(answer -> assertThat(answer.body()).contains("already connected to another account"));
            assertBelongsTo(person, winners.get(0));
            assertNothingFailedSince(logged);
        }

        @Test
        void keepsLinkedPersonInRaceOfErasureAndLink() {
            // given: accounts of which the ledger tells, and that have no link
            Ledger ledger = new Ledger(broker());
            List<Account> accounts = accounts(SOME);
            List<Person> people = accounts.stream()
                    .map(account -> magento().add(Person.called("Racer")))
                    .toList();
            // Not of a link of before: each links for the first time, many at one instant, and MariaDB deadlocks where
            // a
            // key comes again that was deleted a moment ago.
            accounts.forEach(this::exempt);
            long without = ledger.verify().get("linksWithoutEntry").asLong();
            List<Integer> logged = ends();

            // when
            List<Integer> outcomes = AtOnce.allAtOneInstant(IntStream.range(0, 2 * SOME)
                    .mapToObj(i -> (Callable<Integer>) () -> i % 2 == 0
                            ? link(accounts.get(i / 2), people.get(i / 2)).status()
                            : ledger.erase(accounts.get(i / 2), "GDPR-14").status())
                    .toList());

            // then: each is linked, and its entry tells to whom, whichever came first
            JsonNode found = ledger.verify();
            assertThat(found.has("firstBadEntry")).as(found.toString()).isFalse();
            assertThat(found.get("linksWithoutEntry").asLong()).isEqualTo(without);
            for (int i = 0; i < SOME; i++) {
                assertThat(outcomes.get(2 * i)).isEqualTo(204);
                assertThat(outcomes.get(2 * i + 1)).isIn(200, 409);
                List<JsonNode> told = ledger.of(accounts.get(i), "link-made");
                assertThat(told)
                        .extracting(entry -> entry.at("/account/data/subject").asText())
                        .containsExactly(people.get(i).subject());
                assertThat(ledger.of(accounts.get(i), "exemption-granted"))
                        .hasSize(outcomes.get(2 * i + 1) == 200 ? 0 : 1);
            }
            assertNothingFailedSince(logged);
        }

        private void exempt(Account account) {
            broker().server()
                    .send(
                            "PUT",
                            "/" + Broker.REALM + "/magento/users/" + account.id() + "/exemption",
                            Admin.json(Map.of("until", "2999-01-01T00:00:00Z", "reason", "On leave")))
                    .expecting(200);
        }

        @Test
        void linksOneIdentityInRaceForOneAccount() {
            // given
            Account account = accounts(1).get(0);
            List<Person> people = IntStream.range(0, SOME)
                    .mapToObj(i -> magento().add(Person.called("Choice")))
                    .toList();
            List<Walker> walkers = people.stream().map(person -> new Walker()).toList();
            List<Shown> previews = IntStream.range(0, SOME)
                    .mapToObj(i -> walkers.get(i)
                            .goAsFarAsThePreview(broker().accountPage(), account, magento(), people.get(i)))
                    .toList();
            List<Integer> logged = ends();

            // when
            List<Shown> outcomes = connectAtOneInstant(walkers, previews);

            // then
            List<Person> winners = IntStream.range(0, SOME)
                    .filter(i -> outcomes.get(i).has("data-status=\"connected\""))
                    .mapToObj(people::get)
                    .toList();
            assertThat(winners).hasSize(1);
            assertBelongsTo(winners.get(0), account);
            assertThat(broker().database().links(account)).hasSize(1);
            assertThat(eventsOf(List.of(account), "FEDERATED_IDENTITY_LINK")).hasSize(1);
            assertNothingFailedSince(logged);
        }

        @Test
        void createsOneAccountInRaceOfManyBrowsers() {
            // given
            Person person = magento().add(Person.called("Newcomer"));
            List<Walker> walkers =
                    IntStream.range(0, SOME).mapToObj(i -> new Walker()).toList();
            List<Shown> previews = walkers.stream()
                    .map(walker -> walker.signInThrough(broker().accountPage(), magento(), person))
                    .toList();

            // when
            List<Shown> outcomes = connectAtOneInstant(walkers, previews);

            // then: everybody is told, and nobody meets an error that is not ours
            assertThat(outcomes).allSatisfy(outcome -> {
                assertThat(outcome.page().status()).isLessThan(500);
                assertThat(outcome.has("data-status=\"connected\"")
                                || outcome.reference().isPresent())
                        .as(outcome.page().body())
                        .isTrue();
            });
            assertThat(outcomes).anyMatch(outcome -> outcome.has("data-status=\"connected\""));
            List<JsonNode> accounts = broker().admin().usersNamed(person.preferredUsername());
            assertThat(accounts).hasSize(1);
            assertThat(broker().database().linksOfSubject(person.subject()))
                    .singleElement()
                    .satisfies(row -> assertThat(row.userId())
                            .isEqualTo(accounts.get(0).get("id").asText()));
            assertThat(broker().database().federatedIdentities(person.subject()))
                    .isEqualTo(1);
        }

        @Test
        void keepsFirstLinkWhenConnectedInTwoTabs() {
            // given
            Account account = accounts(1).get(0);
            Person first = magento().add(Person.called("First"));
            Person second = magento().add(Person.called("Second"));
            Walker walker = new Walker();
            Shown firstTab = walker.goAsFarAsThePreview(broker().accountPage(), account, magento(), first);
            Shown secondTab = walker.goAsFarAsThePreview(broker().accountPage(), account, magento(), second);
            List<Integer> logged = ends();

            // when
            Shown connected = walker.submit(firstTab, Map.of("action", "connect"));
            Shown late = walker.submit(secondTab, Map.of("action", "connect"));

            // then
            assertThat(connected.has("data-status=\"connected\"")).isTrue();
            assertThat(late.page().status()).isLessThan(500);
            assertThat(late.has(second.preferredUsername()))
                    .as(late.page().body())
                    .isFalse();
            assertBelongsTo(first, account);
            assertThat(broker().database().linksOfSubject(second.subject())).isEmpty();
            assertThat(eventsOf(List.of(account), "FEDERATED_IDENTITY_LINK")).hasSize(1);
            assertNothingFailedSince(logged);
        }

        @Test
        void treatsSubjectsDifferingByCaseAsTwoIdentities() {
            // given
            Person upper = magento().add(Person.called("Upper"));
            Person lower = magento()
                    .add(Person.called("Lower").withSubject(upper.subject().toLowerCase(Locale.ROOT)));
            List<Account> accounts = accounts(2);

            // when
            Shown first = connect(accounts.get(0), upper);
            Shown second = connect(accounts.get(1), lower);

            // then
            assertThat(first.has("data-status=\"connected\"")).isTrue();
            assertThat(second.has("data-status=\"connected\"")).isTrue();
            assertBelongsTo(upper, accounts.get(0));
            assertBelongsTo(lower, accounts.get(1));
            assertThat(new Walker()
                            .signInThrough(broker().accountPage(), magento(), lower)
                            .has(accounts.get(1).email()))
                    .isTrue();
        }

        @Test
        void keepsTablesConsistentInRaceOfLinkAndUnlink() {
            // given
            List<Account> accounts = accounts(SOME);
            List<Person> people = accounts.stream()
                    .map(account -> magento().add(Person.called("Back")))
                    .toList();
            List<Walker> walkers =
                    accounts.stream().map(account -> new Walker()).toList();
            List<Shown> previews = AtOnce.fewAtATime(IntStream.range(0, SOME)
                    .mapToObj(i -> (Callable<Shown>) () -> walkers.get(i)
                            .goAsFarAsThePreview(broker().accountPage(), accounts.get(i), magento(), people.get(i)))
                    .toList());
            accounts.forEach(account ->
                    link(account, magento().add(Person.called("Before"))).expecting(204));
            List<Integer> logged = ends();

            // when
            List<Callable<Integer>> attempts = new ArrayList<>();
            for (int i = 0; i < SOME; i++) {
                int one = i;
                attempts.add(() -> walkers.get(one)
                        .submit(previews.get(one), Map.of("action", "connect"))
                        .page()
                        .status());
                attempts.add(() -> unlink(accounts.get(one)).status());
            }
            List<Integer> statuses = AtOnce.allAtOneInstant(attempts);

            // then
            assertThat(statuses).allSatisfy(status -> assertThat(status).isLessThan(500));
            for (int i = 0; i < SOME; i++) {
                List<String> registered = broker().database().links(accounts.get(i)).stream()
                        .map(LinkRow::subject)
                        .toList();
                assertThat(registered).isEqualTo(broker().database().subjectsOf(accounts.get(i)));
                assertThat(registered).isIn(List.of(), List.of(people.get(i).subject()));
            }
            assertNothingFailedSince(logged);
        }

        private List<Shown> connectAtOneInstant(List<Walker> walkers, List<Shown> previews) {
            return AtOnce.allAtOneInstant(IntStream.range(0, walkers.size())
                    .mapToObj(i ->
                            (Callable<Shown>) () -> walkers.get(i).submit(previews.get(i), Map.of("action", "connect")))
                    .toList());
        }

        private Shown connect(Account account, Person person) {
            Walker walker = new Walker();
            return walker.submit(
                    walker.goAsFarAsThePreview(broker().accountPage(), account, magento(), person),
                    Map.of("action", "connect"));
        }

        private Answer link(Account account, Person person) {
            return broker().server()
                    .send(
                            "POST",
                            federatedIdentity(account),
                            Admin.json(Map.of(
                                    "identityProvider", Broker.PROVIDER,
                                    "userId", person.subject(),
                                    "userName", person.preferredUsername())));
        }

        private Answer unlink(Account account) {
            return broker().server().send("DELETE", federatedIdentity(account), Admin.json(Map.of()));
        }

        private static String federatedIdentity(Account account) {
            return "/" + Broker.REALM + "/users/" + account.id() + "/federated-identity/" + Broker.PROVIDER;
        }

        private List<Account> accounts(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> broker().admin().create(Account.called("Racer")))
                    .toList();
        }

        private Set<String> refusals(List<Account> accounts, String reason) {
            return broker().admin().eventsWith("magento_reason", reason).stream()
                    .filter(event -> accounts.stream()
                            .anyMatch(account -> event.userId().orElse("").equals(account.id())))
                    .map(event -> event.detail("magento_reference"))
                    .collect(Collectors.toSet());
        }

        private List<UserEvent> eventsOf(List<Account> accounts, String type) {
            Set<String> ids = accounts.stream().map(Account::id).collect(Collectors.toSet());
            return broker().admin().events(type).stream()
                    .filter(event -> event.userId().filter(ids::contains).isPresent())
                    .toList();
        }

        private void assertBelongsTo(Person person, Account account) {
            assertThat(broker().database().linksOfSubject(person.subject()))
                    .extracting(LinkRow::userId)
                    .containsExactly(account.id());
            assertThat(broker().database().ownersOf(person.subject())).containsExactly(account.id());
        }

        /** Where the nodes' logs end now. */
        private List<Integer> ends() {
            return logs().stream().map(ServerLog::end).toList();
        }

        private void assertNothingFailedSince(List<Integer> ends) {
            List<ServerLog> logs = logs();
            for (int node = 0; node < logs.size(); node++) {
                assertThat(logs.get(node).since(ends.get(node))).doesNotContain("Uncaught server error");
            }
        }
    }
}
