package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.bench.Options.Part;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Measures what the gate adds to a single sign-on and to a refresh, in time and in SQL statements, and what a login
 * through our provider costs beside one through Keycloak's own, all in one server and one run.
 */
public final class Benchmark {
    private static final int TURN = 20;
    private static final int COUNTED_ROUNDS = 10;
    private static final int SHOWN = 140;
    private static final int PER = 1000;
    private static final String RUNS = "";
    private static final List<Endpoint> ASKED_BY_SERVER =
            List.of(Endpoint.DISCOVERY, Endpoint.KEYS, Endpoint.TOKEN, Endpoint.USERINFO);

    private final Options options;
    private final Server server;
    private final MagentoStandIn upstream;
    private final Table table = new Table(System.out);
    private final Contender gated;
    private final Contender beforeDeadline;
    private final Contender plain;
    private final Contender again;
    private final Contender stock;

    private Benchmark(Options options, Server server, MagentoStandIn upstream) {
        this.options = options;
        this.server = server;
        this.upstream = upstream;
        Realms realms = new Realms(server, upstream);
        this.gated = realms.gated();
        this.beforeDeadline = realms.beforeDeadline();
        this.plain = realms.withoutGate("same flows, no gate", "bench-plain");
        this.again = realms.withoutGate("same flows, no gate, once more", "bench-again");
        this.stock = realms.stock();
    }

    public static void main(String[] arguments) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (Options.WrongUse e) {
            System.err.println("bench: " + e.getMessage() + " ./bench --help lists the options.");
            System.exit(2);
            return;
        }
        try (MagentoStandIn upstream = MagentoStandIn.start()) {
            new Benchmark(options, Server.ofEnvironment(), upstream).run();
        }
        System.exit(0);
    }

    private void run() {
        boolean sso = options.measures(Part.SSO) || options.measures(Part.SQL);
        boolean brokered = options.measures(Part.BROKERED);
        if (sso) {
            warmUp(List.of(gated, beforeDeadline, plain, again, stock), "single sign-on and refresh", contender -> {
                contender.singleSignOn();
                contender.refresh();
            });
        }
        if (options.measures(Part.SQL)) {
            statements();
        }
        if (options.measures(Part.SSO)) {
            singleSignOn(brokered ? 0.35 : 0.7);
        }
        if (brokered) {
            warmUp(List.of(gated, stock), "logins through upstream", Contender::signInThroughUpstream);
            brokered(sso ? 0.3 : 0.7);
        }
    }

    private void warmUp(List<Contender> contenders, String what, Consumer<Contender> work) {
        long started = System.nanoTime();
        new Rounds(contenders, Math.max(1, options.warmUp() / TURN), share(0.15)).play(0, contender -> {
            for (int i = 0; i < TURN; i++) {
                work.accept(contender);
            }
            return new double[0][];
        });
        table.line(
                String.format(Locale.ROOT, "Warmed up with %s for %.0f s", what, (System.nanoTime() - started) / 1e9));
    }

    private void singleSignOn(double share) {
        List<Map<Contender, Samples>> samples = new Rounds(
                        List.of(gated, stock, again, plain), options.runs() / TURN, share(share))
                .play(3, contender -> {
                    double[] logins = new double[TURN];
                    double[] refreshes = new double[TURN];
                    Duration before = server.cpu();
                    for (int i = 0; i < TURN; i++) {
                        logins[i] = millis(contender::singleSignOn);
                        refreshes[i] = millis(contender::refresh);
                    }
                    return new double[][] {logins, refreshes, {cpuSince(before)}};
                });
        table.title("Single sign-on: authorization request with the cookie, code, tokens");
        table.print("ms", samples.get(0), plain);
        table.title("Refresh");
        table.print("ms", samples.get(1), plain);
        table.title("Both together: processor time of the server, by batches of " + TURN);
        table.print("ms", samples.get(2), plain);
    }

    private void statements() {
        try (Statements statements = Statements.of(server)) {
            List<Contender> all = List.of(gated, beforeDeadline, plain, stock);
            compare("single sign-on", statements, all, plain, Contender::singleSignOn);
            compare("refresh", statements, all, plain, Contender::refresh);
            compare(
                    "login through upstream",
                    statements,
                    List.of(gated, plain, stock),
                    stock,
                    Contender::signInThroughUpstream);
        }
    }

    /** @param base what the gate is held against */
    private void compare(
            String what, Statements statements, List<Contender> contenders, Contender base, Consumer<Contender> work) {
        Map<Contender, Map<String, Integer>> counts = new LinkedHashMap<>();
        new Rounds(contenders, COUNTED_ROUNDS, share(0.1)).play(0, contender -> {
            Map<String, Integer> counted = statements.during(() -> {
                for (int i = 0; i < TURN; i++) {
                    work.accept(contender);
                }
            });
            Map<String, Integer> all = counts.computeIfAbsent(contender, key -> new TreeMap<>());
            counted.forEach((sql, count) -> all.merge(sql, count, Integer::sum));
            all.merge(RUNS, TURN, Integer::sum);
            return new double[0][];
        });
        table.title("SQL statements of a " + what + ", user cached");
        counts.forEach((contender, counted) -> {
            int runs = counted.getOrDefault(RUNS, 1);
            counted.remove(RUNS);
            counted.replaceAll((sql, count) -> count * PER / runs);
            table.line(String.format(
                    Locale.ROOT, "%-34s %5d runs %9.2f each", contender.name(), runs, (double) sum(counted) / PER));
        });
        contenders.stream()
                .filter(contender -> contender == gated || contender == beforeDeadline)
                .forEach(contender -> differences(
                        contender,
                        base,
                        counts.getOrDefault(contender, Map.of()),
                        counts.getOrDefault(base, Map.of())));
    }

    /** A statement of every run differs by one a run; what differs by less runs now and then, as time passes. */
    private void differences(
            Contender contender, Contender base, Map<String, Integer> mine, Map<String, Integer> theirs) {
        Set<String> all = new TreeSet<>(mine.keySet());
        all.addAll(theirs.keySet());
        Map<String, Integer> inEach = new TreeMap<>();
        int nowAndThen = 0;
        for (String sql : all) {
            int more = mine.getOrDefault(sql, 0) - theirs.getOrDefault(sql, 0);
            if (Math.abs(more) * 2 >= PER) {
                inEach.put(sql, more);
            } else {
                nowAndThen += more;
            }
        }
        table.line(String.format(
                Locale.ROOT,
                "%s against %s: %s in each; now and then %+.2f",
                contender.name(),
                base.name(),
                inEach.isEmpty() ? "none more, none fewer" : inEach.size() + " different",
                (double) nowAndThen / PER));
        inEach.forEach((sql, more) ->
                table.line(String.format(Locale.ROOT, "  %+.2f %s", (double) more / PER, shortened(sql))));
    }

    private static String shortened(String sql) {
        int from = sql.indexOf(" from ");
        if (sql.length() <= SHOWN) {
            return sql;
        }
        String start = from > SHOWN / 2 ? sql.substring(0, SHOWN / 2) + "..." + sql.substring(from) : sql;
        return start.length() > SHOWN ? start.substring(0, SHOWN) + "..." : start;
    }

    private void brokered(double share) {
        Map<Contender, Map<Endpoint, Integer>> calls = new LinkedHashMap<>();
        Map<Contender, Integer> logins = new LinkedHashMap<>();
        List<Map<Contender, Samples>> samples = new Rounds(List.of(gated, stock), options.runs() / TURN, share(share))
                .play(2, contender -> {
                    upstream.requests().clear();
                    double[][] values = batch(contender);
                    Map<Endpoint, Integer> counted =
                            calls.computeIfAbsent(contender, key -> new EnumMap<>(Endpoint.class));
                    for (Endpoint endpoint : ASKED_BY_SERVER) {
                        counted.merge(endpoint, upstream.requests().count(endpoint), Integer::sum);
                    }
                    logins.merge(contender, TURN, Integer::sum);
                    return values;
                });
        table.title("Login of a linked account through upstream: processor time of the server, by batches of " + TURN);
        table.print("ms", samples.get(0), stock);
        table.title("Login of a linked account through upstream: time");
        table.print("ms", samples.get(1), stock);
        table.title("Calls from the server to upstream");
        calls.forEach((contender, counted) -> table.line(String.format(
                Locale.ROOT,
                "%-34s %.2f a login: %s",
                contender.name(),
                (double) sum(counted) / logins.getOrDefault(contender, 1),
                counted.entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(entry -> entry.getValue() + " " + entry.getKey().path())
                        .collect(Collectors.joining(", ")))));
    }

    private double[][] batch(Contender contender) {
        double[] millis = new double[TURN];
        Duration before = server.cpu();
        for (int i = 0; i < TURN; i++) {
            millis[i] = millis(contender::signInThroughUpstream);
        }
        return new double[][] {{cpuSince(before)}, millis};
    }

    private double cpuSince(Duration before) {
        return server.cpu().minus(before).toNanos() / 1e6 / TURN;
    }

    private Duration share(double part) {
        return Duration.ofMillis((long) (options.time().toMillis() * part));
    }

    private static double millis(Runnable work) {
        long started = System.nanoTime();
        work.run();
        return (System.nanoTime() - started) / 1e6;
    }

    private static int sum(Map<?, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
