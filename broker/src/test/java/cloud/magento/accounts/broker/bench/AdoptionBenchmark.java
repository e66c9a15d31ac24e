package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures what it takes to bring the links of very many people into a realm, on PostgreSQL as it comes: from
 * Keycloak's own table, and from files, one row in a hundred of which is bad. Somebody signs in all the while.
 */
public final class AdoptionBenchmark {
    private static final String API = "/" + Broker.REALM + "/magento/";

    /** About 3 MB a call, as the command line sends them. */
    private static final int ROWS_A_CALL = 50_000;

    private static final int QUIET_SIGN_INS = 40;
    private static final Duration BETWEEN_SIGN_INS = Duration.ofMillis(500);

    /** Java's full compiler, and a heap that a realm's links would not fit into. */
    private static final String SERVER = "-XX:TieredStopAtLevel=4 -Xmx512m";

    private final Broker broker;
    private final MagentoStandIn upstream;
    private final Population population;
    private final int accounts;
    private final Operator operator;
    private final Person ada;
    private double quiet;

    private AdoptionBenchmark(Broker broker, MagentoStandIn upstream, int accounts) {
        this.broker = broker;
        this.upstream = upstream;
        this.accounts = accounts;
        this.population = new Population(broker, accounts);
        this.operator = Operator.with(broker, Broker.REALM, "manage-magento-links", "manage-users");
        this.ada = upstream.add(Person.called("Ada"));
    }

    /** @param arguments how many accounts to make; a million when not given */
    public static void main(String[] arguments) {
        int accounts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        try (MagentoStandIn upstream = MagentoStandIn.start();
                Broker broker = Broker.onPostgres(upstream, SERVER)) {
            new AdoptionBenchmark(broker, upstream, accounts).run();
        }
        System.exit(0);
    }

    private void run() {
        System.out.printf(Locale.ROOT, "%nMaking %,d accounts%n", accounts);
        population.makeUnlinked();
        Account account = broker.admin().create(Account.called("Ada"));
        broker.admin().link(account, Broker.PROVIDER, ada.subject(), ada.preferredUsername());
        IntStream.range(0, QUIET_SIGN_INS).forEach(i -> signIn());
        quiet = median(
                IntStream.range(0, QUIET_SIGN_INS).mapToObj(i -> signIn()).toList());
        System.out.printf(Locale.ROOT, "%nA sign-in by Magento.com with nothing beside it: %.0f ms%n", quiet);

        population.linkInKeycloak();
        watched("take-over: links of Keycloak's table into an empty registry", this::takeOver);
        watched("reconcile, nothing to name", this::reconcile);
        watched(
                "export",
                () -> new Download(broker, API + "identities/export?format=csv")
                        .run()
                        .lines());
        population.forgetLinks();

        List<String> names = population.usernames();
        List<String> rows = IntStream.range(0, names.size())
                .mapToObj(i -> i % 100 == 99
                        ? "nobody-" + i + ",subject-" + i + ",Magento " + i
                        : names.get(i) + ",subject-" + i + ",Magento " + i)
                .toList();
        watched("import, 1 row in 100 bad, dry run", () -> send("import?dryRun=true", rows));
        watched("import, 1 row in 100 bad", () -> send("import", rows));
        population.settle();
        watched("the same file again", () -> send("import", rows));
        watched("unlink", () -> send("unlink", rows));
    }

    private long takeOver() {
        return untilComplete("setup/adoption?alias=" + Broker.PROVIDER);
    }

    private long reconcile() {
        return untilComplete("reconcile");
    }

    private long untilComplete(String call) {
        boolean complete = false;
        while (!complete) {
            JsonNode report = broker.server()
                    .send("POST", API + call, Admin.json(Map.of()))
                    .expecting(200)
                    .json();
            complete = report.get("complete").asBoolean();
        }
        return Population.linked(accounts);
    }

    private long send(String call, List<String> rows) {
        String header = call.startsWith("unlink") ? "username\n" : "username,subject,upstreamUsername\n";
        for (int from = 0; from < rows.size(); from += ROWS_A_CALL) {
            String body = rows.subList(from, Math.min(from + ROWS_A_CALL, rows.size())).stream()
                    .map(row -> call.startsWith("unlink") ? row.substring(0, row.indexOf(',')) : row)
                    .collect(Collectors.joining("\n", header, "\n"));
            String answer = operator.send("POST", API + "identities/" + call, "text/csv", BodyPublishers.ofString(body))
                    .expecting(200)
                    .body();
            String sums = answer.substring(answer.lastIndexOf('\n', answer.length() - 2) + 1);
            if (!sums.startsWith("{\"rows\":")) {
                throw new IllegalStateException("The answer ends with " + sums);
            }
        }
        return rows.size();
    }

    private interface Work {
        /** @return how many rows */
        long run();
    }

    private void watched(String name, Work work) {
        List<Double> signIns = new CopyOnWriteArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread person = new Thread(() -> {
            while (!over.get()) {
                signIns.add(signIn());
                LockSupport.parkNanos(BETWEEN_SIGN_INS.toNanos());
            }
        });
        try (HeapWatch heap = new HeapWatch(broker)) {
            person.start();
            long started = System.nanoTime();
            long rows = work.run();
            double seconds = (System.nanoTime() - started) / 1e9;
            over.set(true);
            person.join();
            System.out.printf(
                    Locale.ROOT,
                    "%-60s %,10d rows %7.1f s %,8.0f rows/s; heap at most %d MB, live %d MB; %d sign-ins meanwhile,"
                            + " median %.0f ms (%.1f times)%n",
                    name,
                    rows,
                    seconds,
                    rows / seconds,
                    heap.most(),
                    heap.live(),
                    signIns.size(),
                    median(signIns),
                    median(signIns) / quiet);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How long it takes, in milliseconds. */
    private double signIn() {
        long started = System.nanoTime();
        Walker.Shown page = new Walker().signInThrough(broker.realmUrl("/magento/user"), upstream, ada);
        if (page.page().status() >= 500) {
            throw new IllegalStateException(page.page().body());
        }
        return (System.nanoTime() - started) / 1e6;
    }

    private static double median(List<Double> values) {
        double[] sorted = new ArrayList<>(values)
                .stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
