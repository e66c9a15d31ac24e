package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.AtOnce;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.ClusterStage;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two nodes on one PostgreSQL keep one chain, and wherever a transaction breaks off there is no change without its
 * entry and no entry without its change.
 */
class LedgerChainIT {
    private static final int THREADS = 8;
    private static final int ENTRIES = 1_600;

    @RegisterExtension
    final ClusterStage stage = new ClusterStage();

    @Test
    void keepsOneChainInRaceBetweenTwoNodes() {
        // given
        List<Account> accounts = IntStream.range(0, THREADS)
                .mapToObj(i -> stage.broker().admin().create(Account.called("Lee")))
                .toList();
        long before = entries();
        int rounds = ENTRIES / THREADS / 2;

        // when
        List<Integer> refused = AtOnce.allAtOneInstant(IntStream.range(0, THREADS)
                .mapToObj(i -> (Callable<Integer>) () -> grantAndEnd(accounts.get(i), rounds))
                .toList());

        // then
        assertThat(refused).containsOnly(0);
        stage.cluster().answerByFirst();
        assertThat(entries()).isEqualTo(before + ENTRIES);
        stage.cluster().answerBySecond();
        assertThat(entries()).isEqualTo(before + ENTRIES);
        assertThat(new Ledger(stage.broker()).of(accounts.get(0), "exemption-granted"))
                .hasSize(rounds);
        assertThat(new Ledger(stage.broker()).of(accounts.get(1), "exemption-ended"))
                .hasSize(rounds);
    }

    @ParameterizedTest
    @CsvSource({
        "FEDERATED_IDENTITY, insert",
        "MAGENTO_LINK, insert",
        "MAGENTO_LEDGER, insert",
        "MAGENTO_LEDGER_PERSON, insert",
        "MAGENTO_LEDGER_HEAD, update",
        "MAGENTO_LEDGER, commit"
    })
    void rollsBackLinkWhenAnyStatementFails(String table, String moment) {
        // given
        Account account = stage.broker().admin().create(Account.called("Lee"));
        long before = entries();

        // when
        Answer answer = breakingOffAt(table, moment, () -> link(account));

        // then
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(stage.broker().database().subjectsOf(account)).isEmpty();
        assertThat(stage.broker().database().links(account)).isEmpty();
        assertThat(new Ledger(stage.broker()).of(account)).isEmpty();
        assertThat(entries()).isEqualTo(before);
        assertThat(link(account).status()).isEqualTo(204);
        assertThat(entries()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "FEDERATED_IDENTITY, delete",
        "MAGENTO_LINK, delete",
        "MAGENTO_LEDGER, insert",
        "MAGENTO_LEDGER_PERSON, insert",
        "MAGENTO_LEDGER_HEAD, update",
        "MAGENTO_LEDGER, commit"
    })
    void rollsBackUnlinkingWhenAnyStatementFails(String table, String moment) {
        // given
        Account account = stage.broker().admin().create(Account.called("Lee"));
        link(account).expecting(204);
        long before = entries();

        // when
        Answer answer = breakingOffAt(table, moment, () -> unlink(account));

        // then
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(stage.broker().database().subjectsOf(account)).hasSize(1);
        assertThat(stage.broker().database().links(account)).hasSize(1);
        assertThat(new Ledger(stage.broker()).of(account)).hasSize(1);
        assertThat(entries()).isEqualTo(before);
        assertThat(unlink(account).status()).isEqualTo(204);
    }

    @Test
    void keepsAcknowledgedLinksAfterNodeCrash() {
        // given
        List<Account> accounts = IntStream.range(0, 160)
                .mapToObj(i -> stage.broker().admin().create(Account.called("Lee")))
                .toList();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        CountDownLatch some = new CountDownLatch(40);
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            work.add(() -> {
                for (int i = first; i < accounts.size(); i += THREADS) {
                    if (isAcknowledged(accounts.get(i))) {
                        acknowledged.add(accounts.get(i).id());
                        some.countDown();
                    }
                }
                return null;
            });
        }

        // when
        work.add(() -> {
            some.await();
            stage.cluster().crashAndRestartSecond();
            return null;
        });
        AtOnce.allAtOneInstant(work);

        // then
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(40);
        for (Account account : accounts) {
            int links = stage.broker().database().links(account).size();
            assertThat(stage.broker().database().subjectsOf(account)).hasSize(links);
            assertThat(new Ledger(stage.broker()).of(account, "link-made")).hasSize(links);
            assertThat(links == 1 || !acknowledged.contains(account.id())).isTrue();
        }
        stage.cluster().answerByFirst();
        long known = entries();
        stage.cluster().answerBySecond();
        assertThat(entries()).isEqualTo(known);
    }

    /** How many entries there are, all in one whole chain. */
    private long entries() {
        JsonNode found = new Ledger(stage.broker()).verify();
        assertThat(found.get("whole").asBoolean()).as(found.toString()).isTrue();
        return found.get("entries").asLong();
    }

    private int grantAndEnd(Account account, int rounds) {
        String exemption = "/" + Broker.REALM + "/magento/users/" + account.id() + "/exemption";
        Map<String, String> wish = Map.of("until", "2999-01-01T00:00:00Z", "reason", "Ticket 17");
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            refused += stage.broker()
                                    .server()
                                    .send("PUT", exemption, Admin.json(wish))
                                    .status()
                            == 200
                    ? 0
                    : 1;
            refused += stage.broker()
                                    .server()
                                    .send("DELETE", exemption, Admin.json(Map.of()))
                                    .status()
                            == 204
                    ? 0
                    : 1;
        }
        return refused;
    }

    private boolean isAcknowledged(Account account) {
        try {
            return link(account).status() == 204;
        } catch (UncheckedIOException killed) {
            return false;
        }
    }

    private Answer link(Account account) {
        return stage.broker()
                .server()
                .send(
                        "POST",
                        federatedIdentity(account),
                        Admin.json(Map.of(
                                "identityProvider",
                                Broker.PROVIDER,
                                "userId",
                                UUID.randomUUID().toString(),
                                "userName",
                                "Lee")));
    }

    private Answer unlink(Account account) {
        return stage.broker().server().send("DELETE", federatedIdentity(account), Admin.json(Map.of()));
    }

    private static String federatedIdentity(Account account) {
        return "/" + Broker.REALM + "/users/" + account.id() + "/federated-identity/" + Broker.PROVIDER;
    }

    /**
     * What the request is answered while the database fails at this statement, or when all of them are to be committed.
     */
    private Answer breakingOffAt(String table, String moment, Callable<Answer> request) {
        stage.broker()
                .database()
                .update("create or replace function break_off() returns trigger language plpgsql as"
                        + " $$ begin raise exception 'broken off' using errcode = '08006'; end $$");
        stage.broker()
                .database()
                .update(
                        moment.equals("commit")
                                ? "create constraint trigger break_off after insert on " + table
                                        + " deferrable initially deferred for each row execute function break_off()"
                                : "create trigger break_off before " + moment + " on " + table
                                        + " for each row execute function break_off()");
        try {
            return request.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            stage.broker().database().update("drop trigger break_off on " + table);
        }
    }
}
