package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Scrape;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.WebhookReceiver;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The metrics after some real traffic: they count it, and the guide, the dashboard and the alerts know just them. */
@TestInstance(Lifecycle.PER_CLASS)
class MonitoringIT {
    private static final Path MONITORING = Path.of("..", "docker", "monitoring");
    private static final Path GUIDE = Path.of("..", "docs", "operator-reference.md");
    private static final Map<String, String> REALM = Map.of("realm", Broker.REALM);

    /** Labels that Prometheus adds. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    private static final Pattern METRIC = Pattern.compile("\\b(magento_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
    private static final Pattern ROW = Pattern.compile("\\| `(magento_[a-z_]+)` \\| ([^|]*) \\|.*");

    private final MagentoStandIn magento = MagentoStandIn.start();
    private final WebhookReceiver receiver = WebhookReceiver.open();
    private @Nullable Broker started;

    @BeforeAll
    void startAndPutThroughItsPaces() {
        receiver.answer(400);
        started = Broker.withOptions(
                magento,
                Map.of(
                        "KC_SPI_EVENTS_LISTENER__MAGENTO_METRICS__COVERAGE_INTERVAL_SECONDS", "1",
                        "KC_SPI_EVENTS_LISTENER__MAGENTO_WEBHOOK__URL", receiver.url(),
                        "KC_SPI_EVENTS_LISTENER__MAGENTO_WEBHOOK__SECRET", "a secret of the tests, long enough for all",
                        "KC_SPI_EVENTS_LISTENER__MAGENTO_WEBHOOK__ALLOW_INSECURE_URL", "true"));
        broker().admin().configureProvider(Broker.PROVIDER, Map.of("upstreamProbeSeconds", "1"));
        signInEveryWay();
        receiver.await("refused", () -> !receiver.messages().isEmpty());
        receiver.answer(204);
        receiver.await("taken", () -> receiver.messages().stream().anyMatch(WebhookReceiver.Message::isTaken));
        broker().admin().get("/magento/ledger/verify");
        broker().server()
                .send("GET", "/" + Broker.REALM + "/magento/ledger/checkpoint", Admin.json(Map.of()))
                .expecting(200);
        receiver.await(
                "in the metrics",
                () -> scrape().names()
                                .containsAll(
                                        Set.of("magento_link_ledger_checkpoint_age_seconds", "magento_upstream_up"))
                        && scrape().sum("magento_link_accounts", Map.of("state", "linked")) >= 1);
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
        receiver.close();
        magento.close();
    }

    /** An exempt account signs in locally and by a grant; a linked one through upstream and then by its session. */
    private void signInEveryWay() {
        Account exempt = exempt(broker().admin().create(Account.called("Exempt")));
        Walker local = new Walker();
        local.submit(
                local.open(broker().accountPage()),
                Map.of("username", exempt.username(), "password", exempt.password()));
        Person ada = magento.add(Person.called("Ada"));
        Account linked = linked("Ada", ada.subject());
        Walker upstream = new Walker();
        upstream.signInThrough(broker().accountPage(), magento, ada);
        Walker refused = new Walker();
        refused.submit(
                refused.open(broker().accountPage()),
                Map.of("username", linked.username(), "password", linked.password()));
        try (DemoApp app = DemoApp.of(broker())) {
            upstream.open(app.signIn());
            app.passwordGrant(exempt).expecting(200);
            app.passwordGrant(linked).expecting(400);
        }
        magento.misbehave(Endpoint.TOKEN, WireFault.STATUS_400);
        new Walker().signInThrough(broker().accountPage(), magento, ada);
        magento.behave();
        Account left = linked("Left", "left");
        broker().server().delete("/" + Broker.REALM + "/users/" + left.id() + "/federated-identity/" + Broker.PROVIDER);
    }

    @Test
    void countsLoginsByWay() {
        Scrape scrape = scrape();

        for (String way : List.of("upstream", "local", "grant", "single-sign-on")) {
            assertThat(scrape.sum("magento_gate_logins_total", with("way", way)))
                    .as(way)
                    .isEqualTo(1);
        }
        assertThat(scrape.sum("magento_gate_logins_total", with("way", "other-provider")))
                .isZero();
    }

    @Test
    void countsRefusalsByReason() {
        assertThat(scrape().sum("magento_gate_refusals_total", with("reason", "login-required")))
                .isEqualTo(2);
        assertThat(scrape().sum("magento_gate_refusals_total", with("reason", "upstream-answer-stale")))
                .isEqualTo(1);
        assertThat(scrape().sum("magento_gate_refusals_total", REALM)).isEqualTo(3);
    }

    @Test
    void countsLinkChangesByProof() {
        assertThat(scrape().sum("magento_link_changes_total", with("proof", "administrator")))
                .isEqualTo(2);
        assertThat(scrape().sum("magento_link_changes_total", with("type", "link-ended")))
                .isEqualTo(1);
    }

    @Test
    void reportsCoverageOfAccounts() {
        Scrape scrape = scrape();

        assertThat(scrape.sum("magento_link_accounts", with("state", "linked"))).isEqualTo(1);
        assertThat(scrape.sum("magento_link_accounts", with("state", "exempt"))).isEqualTo(1);
        assertThat(scrape.sum("magento_link_accounts", with("state", "overdue")))
                .isEqualTo(1);
        assertThat(scrape.sum("magento_link_coverage_ratio", REALM)).isBetween(0.33, 0.34);
    }

    @Test
    void removesMetricsOfDeletedRealm() {
        // given
        broker().further("short-lived", magento);
        broker().accounts().introduceTo(magento);
        receiver.await(
                "read",
                () -> scrape().values("magento_link_report_only", "realm").contains("short-lived"));

        // when
        broker().server().delete("/short-lived");

        // then
        receiver.await(
                "forgotten",
                () -> scrape().samples().stream()
                        .noneMatch(sample -> sample.labels().containsValue("short-lived")));
    }

    @Test
    void documentsEveryMetricWithLabels() throws IOException {
        Scrape scrape = scrape();
        Map<String, Set<String>> real = new TreeMap<>();
        for (String name : scrape.names()) {
            Set<String> labels = scrape.labels(Set.of(name));
            labels.remove("le");
            real.computeIfAbsent(documented(name), base -> new TreeSet<>()).addAll(labels);
        }

        Map<String, Set<String>> listed = new TreeMap<>();
        for (String line : Files.readAllLines(GUIDE)) {
            ROW.matcher(line)
                    .results()
                    .forEach(row -> listed.put(
                            row.group(1),
                            Arrays.stream(row.group(2).split(","))
                                    .map(label -> label.strip().replace("`", ""))
                                    .filter(label -> !label.isEmpty())
                                    .collect(Collectors.toCollection(TreeSet::new))));
        }

        assertThat(listed).isEqualTo(real);
    }

    @Test
    void describesEveryMetric() {
        Map<String, String> help = Scrape.help(broker());

        assertThat(scrape().names())
                .allSatisfy(name ->
                        assertThat(help.getOrDefault(family(name), "")).as(name).isNotBlank());
    }

    @Test
    void countsDecisionsByRealmAndApplication() {
        assertThat(scrape().sum(
                                "magento_gate_decisions_total",
                                Map.of("realm", Broker.REALM, "client", "magento-account-settings", "hook", "login")))
                .isPositive();
    }

    @Test
    void documentsEveryAlert() throws IOException {
        List<String> alerts = alerts().stream().map(Alert::name).toList();

        List<String> told = Files.readAllLines(GUIDE).stream()
                .filter(line -> line.startsWith("| `Magento"))
                .map(line -> line.split("`")[1])
                .toList();

        assertThat(told).containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void usesOnlyExistingMetricsInAlerts() throws IOException {
        List<Alert> alerts = alerts();

        assertThat(alerts).isNotEmpty();
        assertKnown(alerts.stream().map(Alert::expression).toList());
    }

    @Test
    void usesOnlyExistingMetricsInDashboard() throws IOException {
        JsonNode dashboard = Http.JSON.readTree(
                MONITORING.resolve("grafana/dashboards/magento-accounts.json").toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");

        assertThat(expressions).isNotEmpty();
        assertKnown(expressions);
        assertThat(dashboard.findValuesAsText("definition"))
                .containsExactly("label_values(magento_link_accounts, realm)");
    }

    /** Every metric is there, has the labels by which it is asked, and the label once had the values. */
    private void assertKnown(List<String> expressions) {
        Scrape scrape = scrape();
        for (String expression : expressions) {
            List<MatchResult> metrics = METRIC.matcher(expression).results().toList();
            Set<String> grouping = GROUPING.matcher(expression)
                    .results()
                    .flatMap(found -> Arrays.stream(found.group(1).split(",")))
                    .map(String::strip)
                    .filter(label -> !OF_PROMETHEUS.contains(label))
                    .collect(Collectors.toSet());
            for (MatchResult metric : metrics) {
                String name = metric.group(1);
                assertThat(scrape.names()).as(expression).contains(name);
                assertThat(scrape.labels(Set.of(name))).as(expression).containsAll(grouping);
                MATCHER.matcher(metric.group(2) == null ? "" : metric.group(2))
                        .results()
                        .forEach(matcher -> assertMatches(scrape, expression, name, matcher));
            }
        }
    }

    private static void assertMatches(Scrape scrape, String expression, String name, MatchResult matcher) {
        Set<String> values = scrape.values(name, matcher.group(1));
        assertThat(values).as(expression).isNotEmpty();
        if (!matcher.group(3).contains("$")) {
            assertThat(values)
                    .as(expression)
                    .containsAll(List.of(matcher.group(3).split("\\|")));
        }
    }

    private record Alert(String name, String expression) {}

    /** The rules are plain enough to be read by lines: an expression stands in one, or folded below {@code >-}. */
    private static List<Alert> alerts() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        String name = "";
        StringBuilder folded = new StringBuilder();
        boolean folding = false;
        for (String line : Files.readAllLines(MONITORING.resolve("alerts.yml"))) {
            String text = line.strip();
            if (folding && (text.startsWith("for:") || text.startsWith("labels:"))) {
                alerts.add(new Alert(name, folded.toString()));
                folding = false;
            } else if (folding) {
                folded.append(' ').append(text);
            } else if (text.startsWith("- alert: ")) {
                name = text.substring("- alert: ".length());
            } else if (text.equals("expr: >-")) {
                folded.setLength(0);
                folding = true;
            } else if (text.startsWith("expr: ")) {
                alerts.add(new Alert(name, text.substring("expr: ".length())));
            }
        }
        return alerts;
    }

    /** A histogram is one metric, whatever series it has. */
    private static String documented(String name) {
        return name.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds");
    }

    /** As OpenMetrics names what a description is of: a counter without its ending. */
    private static String family(String name) {
        return documented(name).replaceFirst("_total$", "");
    }

    private static Map<String, String> with(String label, String value) {
        return Map.of("realm", Broker.REALM, label, value);
    }

    private Scrape scrape() {
        return Scrape.of(broker());
    }

    private Account linked(String firstName, String subject) {
        Account account = broker().admin().create(Account.called(firstName));
        broker().admin().link(account, Broker.PROVIDER, subject, subject);
        return account;
    }

    private Account exempt(Account account) {
        broker().server()
                .send(
                        "PUT",
                        "/" + Broker.REALM + "/magento/users/" + account.id() + "/exemption",
                        Admin.json(Map.of("until", "2999-01-01T00:00:00Z", "reason", "Metrics")))
                .expecting(200);
        return account;
    }

    private Broker broker() {
        if (started == null) {
            throw new IllegalStateException("Not started");
        }
        return started;
    }
}
