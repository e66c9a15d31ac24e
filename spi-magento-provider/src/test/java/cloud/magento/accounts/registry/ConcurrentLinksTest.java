package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.UserModel;

/** Races for one identity or one account: what each database says of the one who comes second. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ConcurrentLinksTest {
    private static final int AT_ONCE = 6;

    private final TestDatabase database;
    private final TestKeycloak keycloak;

    ConcurrentLinksTest(TestDatabase database) {
        this.database = database;
        this.keycloak = TestKeycloak.on(database);
    }

    @Test
    void givesIdentityToOneOfManyAccounts() {
        List<RuntimeException> failures = race(account -> session -> link(session, account, "the-one"));

        assertThat(failures).hasSize(AT_ONCE - 1).allSatisfy(ConcurrentLinksTest::isConflict);
        assertThat(links()).isEqualTo(1);
    }

    @Test
    void givesAccountOneOfManyIdentities() {
        List<RuntimeException> failures = race(subject -> session -> link(session, "agnes", subject));

        assertThat(failures).hasSize(AT_ONCE - 1).allSatisfy(ConcurrentLinksTest::isConflict);
        assertThat(links()).isEqualTo(1);
    }

    @Test
    void linksManyAccountsForTheFirstTimeAtOneInstant() {
        List<RuntimeException> failures = race(account -> session -> {
            link(session, account, "subject-of-" + account);
            changed(session, account);
        });

        assertThat(failures).isEmpty();
        assertThat(links()).isEqualTo(AT_ONCE);
    }

    @Test
    void holdsUpNobodyElsesFirstChange() {
        String agnes = user("agnes");
        String boris = user("boris");
        try (TestSession first = keycloak.begin()) {
            changed(first, agnes);
            keycloak.run(second -> {
                impatiently(second, () -> changed(second, boris));
            });
        }
    }

    @Test
    void notesOneOfManyFirstChangesOfAccount() {
        String agnes = user("agnes");

        List<RuntimeException> failures = race(number -> session -> changed(session, agnes));

        assertThat(failures).allSatisfy(ConcurrentLinksTest::isConflict);
        assertThat(keycloak.<Number>ask(session -> (Number) session.entities()
                                .createNativeQuery("select count(*) from MAGENTO_LINK_CHANGE where REALM_ID = :realmId")
                                .setParameter("realmId", keycloak.realmId())
                                .getSingleResult())
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void takesLockThatIsWaitedForInVainForConflict() {
        try (TestSession first = keycloak.begin()) {
            link(first, "agnes", "the-one");

            @Nullable
            RuntimeException failure = failure(second -> {
                impatiently(second, () -> link(second, "boris", "the-one"));
            });

            assertThat(failure).isNotNull().satisfies(ConcurrentLinksTest::isConflict);
        }
    }

    @Test
    void takesDeadlockForConflict() {
        CyclicBarrier both = new CyclicBarrier(2);

        List<RuntimeException> failures =
                together(List.of(crosswise(both, "agnes", "one", "other"), crosswise(both, "boris", "other", "one")));

        assertThat(failures).isNotEmpty().allSatisfy(ConcurrentLinksTest::isConflict);
    }

    private Consumer<TestSession> crosswise(CyclicBarrier both, String account, String subject, String second) {
        return session -> {
            link(session, account, subject);
            await(both);
            // H2 finds no deadlock; it only waits in vain.
            if (database == TestDatabase.H2) {
                impatiently(session, () -> link(session, account + "-2", second));
            } else {
                link(session, account + "-2", second);
            }
        };
    }

    private void link(TestSession session, String account, String subject) {
        new LinkRegistry(session, session.realm())
                .add(
                        "magento",
                        new Link(
                                account,
                                new UpstreamIdentity("https://issuer.example", subject),
                                Instant.EPOCH,
                                LinkProof.PASSWORD),
                        null,
                        DirectoryEntry.of("local", "local", null));
    }

    private void changed(TestSession session, String userId) {
        UserModel user = session.users().getUserById(session.realm(), userId);
        new AccountLinks(session, session.realm(), user).changed();
    }

    private String user(String username) {
        return keycloak.ask(session -> session.users()
                .addUser(session.realm(), null, username, false, false)
                .getId());
    }

    private int links() {
        return keycloak.ask(session -> new LinkRegistry(session, session.realm()).countOf("magento"));
    }

    /** Does it with no more patience for the locks of others than the database can be asked for. */
    private void impatiently(TestSession session, Runnable task) {
        Session database = session.entities().unwrap(Session.class);
        database.doWork(connection -> execute(
                connection,
                switch (this.database) {
                    case H2 -> "set lock_timeout 100";
                    case POSTGRESQL -> "set local lock_timeout = '100ms'";
                    case MARIADB -> "set innodb_lock_wait_timeout = 1";
                }));
        try {
            task.run();
        } finally {
            if (this.database != TestDatabase.POSTGRESQL) {
                database.doWork(connection -> execute(
                        connection,
                        this.database == TestDatabase.H2
                                ? "set lock_timeout 10000"
                                : "set innodb_lock_wait_timeout = default"));
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Many accounts at once, each task in a transaction of its own; what those that failed failed with. */
    private List<RuntimeException> race(Function<String, Consumer<TestSession>> task) {
        List<String> accounts = IntStream.range(0, AT_ONCE)
                .mapToObj(number -> user("account-" + number))
                .toList();
        return together(accounts.stream().map(task).toList());
    }

    private List<RuntimeException> together(List<Consumer<TestSession>> tasks) {
        CountDownLatch ready = new CountDownLatch(tasks.size());
        List<CompletableFuture<@Nullable RuntimeException>> running = tasks.stream()
                .map(task -> CompletableFuture.<@Nullable RuntimeException>supplyAsync(
                        () -> failure(session -> {
                            ready.countDown();
                            await(ready);
                            task.accept(session);
                        }),
                        command -> new Thread(command).start()))
                .toList();
        return running.stream().flatMap(one -> Stream.ofNullable(one.join())).toList();
    }

    private @Nullable RuntimeException failure(Consumer<TestSession> task) {
        try {
            keycloak.run(task);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static void isConflict(@Nullable Throwable failure) {
        assertThat(failure).isInstanceOf(RuntimeException.class);
        assertThat(LinkConflict.is((RuntimeException) Objects.requireNonNull(failure)))
                .as(String.valueOf(failure))
                .isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
