package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.AtOnce;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Measures what an auditor's questions cost in a realm with very many accounts, on PostgreSQL as it comes, beside what
 * Keycloak offers for the same: one call an account.
 */
public final class RecordBenchmark {
    private static final String API = "/" + Broker.REALM + "/magento/";
    private static final int STOCK_SAMPLE = 5000;
    private static final int AT_ONCE = 8;

    /** Java's full compiler, and a heap that an export which kept what it sends would not fit into. */
    private static final String SERVER = "-XX:TieredStopAtLevel=4 -Xmx512m";

    private final Broker broker;
    private final Population population;
    private final int accounts;

    private RecordBenchmark(Broker broker, int accounts) {
        this.broker = broker;
        this.accounts = accounts;
        this.population = new Population(broker, accounts);
    }

    /** @param arguments how many accounts to make; a million when not given */
    public static void main(String[] arguments) {
        int accounts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        try (MagentoStandIn upstream = MagentoStandIn.start();
                Broker broker = Broker.onPostgres(upstream, SERVER)) {
            new RecordBenchmark(broker, accounts).run();
        }
        System.exit(0);
    }

    private void run() {
        System.out.printf(Locale.ROOT, "%nMaking %,d accounts%n", accounts);
        population.make();
        Timing.head();
        time("coverage", "coverage");
        time("coverage/drift", "coverage/drift");
        time("coverage/history", "coverage/history");
        pages();
        double csv = export("csv");
        double ndjson = export("ndjson");
        stock(csv, ndjson);
    }

    private void pages() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("first", "");
        places.put("middle", cursor(population.usernameAt(0.5)));
        places.put("last", cursor(population.usernameAt(0.9999)));
        List<String> filters = List.of(
                "",
                "state=linked",
                "state=unlinked",
                "state=due",
                "state=overdue",
                "state=exempt",
                "state=disabled",
                "cohort=none",
                "drift=true",
                "neverUsed=true",
                "unusedSince=2021-01-01T00:00:00Z");
        for (String filter : filters) {
            places.forEach((place, cursor) ->
                    time("identities " + filter + ", " + place + " page", "identities?" + filter + cursor));
        }
        time("identities search=Magento a1b2, first page", "identities?search=Magento%20a1b2");
        time("identities search of nobody", "identities?search=nobody-is-called-so");
        time("identities exactly nobody", "identities?exact=true&search=nobody-is-called-so");
        time("identities exactly somebody's name", "identities?exact=true&search=" + population.usernameAt(0.5));
    }

    private void time(String name, String path) {
        Timing.of(name, () -> ask(path));
    }

    private double export(String format) {
        Download download = new Download(broker, API + "identities/export?format=" + format);
        Download.Result result = download.run();
        double rate = result.lines() / result.seconds();
        System.out.printf(
                Locale.ROOT,
                "%nExport as %s: %,d lines, %,d MB in %.1f s (first byte after %.1f s): %,.0f rows/s%n"
                        + "  heap used by the server meanwhile: %s MB; without garbage at its end: %d MB%n",
                format,
                result.lines(),
                result.bytes() >> 20,
                result.seconds(),
                result.firstByte(),
                rate,
                result.heap(),
                result.liveHeap());
        return rate;
    }

    private void stock(double csv, double ndjson) {
        List<String> ids = population.someIds(STOCK_SAMPLE);
        double one = perSecond(ids, 1);
        double many = perSecond(ids, AT_ONCE);
        System.out.printf(
                Locale.ROOT,
                "%nKeycloak's users/{id}/federated-identity, %,d accounts: one at a time %,.0f accounts/s, %d at a time"
                        + " %,.0f accounts/s%n",
                ids.size(),
                one,
                AT_ONCE,
                many);
        System.out.printf(
                Locale.ROOT,
                "  an export tells who is linked %,.0f (CSV) and %,.0f (NDJSON) times as fast as one call at a time,"
                        + " %,.0f and %,.0f times as fast as %d at a time%n",
                csv / one,
                ndjson / one,
                csv / many,
                ndjson / many,
                AT_ONCE);
    }

    private double perSecond(List<String> ids, int atOnce) {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int lane = 0; lane < atOnce; lane++) {
            int mine = lane;
            work.add(() -> {
                int asked = 0;
                for (int i = mine; i < ids.size(); i += atOnce) {
                    broker.server().get("/" + Broker.REALM + "/users/" + ids.get(i) + "/federated-identity");
                    asked++;
                }
                return asked;
            });
        }
        long started = System.nanoTime();
        AtOnce.allAtOneInstant(work);
        return ids.size() / ((System.nanoTime() - started) / 1e9);
    }

    private void ask(String path) {
        broker.server().send("GET", API + path, BodyPublishers.noBody()).expecting(200);
    }

    private static String cursor(String username) {
        return "&after="
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(("1:" + username).getBytes(StandardCharsets.UTF_8));
    }
}
