package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what an operator waits for in a realm with very many accounts, on PostgreSQL as it comes: who would be
 * stopped, how many will be left, and the pages that show it.
 */
public final class OperatorBenchmark {
    private static final String API = "/" + Broker.REALM + "/magento/";
    private static final String PAGES = "/magento/operate";

    /** Java's full compiler, and a heap that a realm's accounts would not fit into. */
    private static final String SERVER = "-XX:TieredStopAtLevel=4 -Xmx512m";

    private static final String AHEAD = "2998-01-01T00:00:00Z";

    private final Broker broker;
    private final MagentoStandIn upstream;
    private final Population population;
    private final int accounts;

    private OperatorBenchmark(Broker broker, MagentoStandIn upstream, int accounts) {
        this.broker = broker;
        this.upstream = upstream;
        this.accounts = accounts;
        this.population = new Population(broker, accounts);
    }

    /** @param arguments how many accounts to make; a million when not given */
    public static void main(String[] arguments) {
        int accounts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        try (MagentoStandIn upstream = MagentoStandIn.start();
                Broker broker = Broker.onPostgres(upstream, SERVER)) {
            new OperatorBenchmark(broker, upstream, accounts).run();
        }
        System.exit(0);
    }

    private void run() {
        System.out.printf(Locale.ROOT, "%nMaking %,d accounts%n", accounts);
        RealmAdmin admin = broker.admin();
        admin.configureProvider(Broker.PROVIDER, Map.of("linkReportOnly", "true", "linkEnforceFrom", AHEAD));
        population.make();
        population.makeSignIns();
        Person olga = upstream.add(Person.called("Olga"));
        Account operator = admin.create(Account.called("Olga"));
        admin.link(operator, Broker.PROVIDER, olga.subject(), olga.preferredUsername());
        List.of("manage-magento-links", "manage-identity-providers", "manage-users", "manage-realm")
                .forEach(role -> admin.grant(operator, role));
        Walker walker = new Walker();
        walker.signInThrough(broker.realmUrl(PAGES), upstream, olga).page().expecting(200);

        String client = broker.database()
                .query(
                        "select CLIENT_ID from CLIENT where ID = (select min(CLIENT_ID) from MAGENTO_SIGN_IN_USE)",
                        row -> row.getString(1))
                .get(0);
        Timing.head();
        api("preview");
        api("forecast");
        api("preview/accounts");
        api("preview/accounts?client=" + client);
        api("preview/accounts?way=local");
        api("preview/accounts?way=grant");
        api("preview/accounts?client=" + client + "&way=grant");
        api("preview/accounts?cohort=none");
        api("preview/accounts?at=2999-06-01T00:00:00Z");
        api("doctor");
        api("interlock");
        for (String page : List.of(
                "",
                "/checks",
                "/ahead",
                "/ahead?list=true",
                "/ahead?list=true&way=local",
                "/ahead?list=true&client=" + client,
                "/policy",
                "/groups",
                "/exemptions",
                "/links",
                "/reconcile",
                "/adoption")) {
            Timing.of(
                    "page " + page,
                    () -> walker.open(broker.realmUrl(PAGES + page)).page().expecting(200));
        }
        Download.Result export = new Download(broker, API + "preview/export?format=csv").run();
        System.out.printf(
                Locale.ROOT,
                "%nList of who would be stopped as CSV: %,d lines in %.1f s: %,.0f rows/s; heap used by the server"
                        + " meanwhile: %s MB%n",
                export.lines(),
                export.seconds(),
                export.lines() / export.seconds(),
                export.heap());
    }

    private void api(String path) {
        Timing.of(
                path,
                () -> broker.server()
                        .send("GET", API + path, BodyPublishers.noBody())
                        .expecting(200));
    }
}
