package cloud.magento.accounts.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.WebhookReceiver;
import cloud.magento.accounts.broker.support.WebhookReceiver.Message;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The ledger goes out by webhook: signed, in order, at least once, over failures of either side. */
@TestInstance(Lifecycle.PER_CLASS)
class WebhookIT {
    private static final String SECRET = "a secret of the tests, as long as it has to be";
    private static final String OPTION = "KC_SPI_EVENTS_LISTENER__MAGENTO_WEBHOOK__";

    private final MagentoStandIn magento = MagentoStandIn.start();
    private final WebhookReceiver receiver = WebhookReceiver.open();
    private @Nullable Broker started;
    private int people;

    @BeforeAll
    void start() {
        started = Broker.withOptions(magento, options());
    }

    @BeforeEach
    void receive() {
        receiver.answer(204);
        awaitEverything();
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
        receiver.close();
        magento.close();
    }

    @Test
    void deliversSignedEntriesInOrder() throws Exception {
        // when
        linkPeople(3);

        // then
        awaitEverything();
        assertOnceEachInOrder();
        for (Message message : receiver.messages()) {
            assertThat(message.header("content-type")).isEqualTo("application/x-ndjson");
            assertThat(message.header("webhook-signature"))
                    .isEqualTo(signature(
                            message.header("webhook-id"), message.header("webhook-timestamp"), message.body()));
            List<JsonNode> records = message.records();
            assertThat(message.header("magento-first-sequence")).isEqualTo(sequence(records.get(0)) + "");
            assertThat(message.header("magento-last-sequence"))
                    .isEqualTo(sequence(records.get(records.size() - 1)) + "");
        }
    }

    @Test
    void sendsNoPersonalData() {
        // given
        List<Account> accounts = linkPeople(1);

        // then
        awaitEverything();
        assertThat(receiver.taken(realmId()))
                .allSatisfy(record ->
                        assertThat(record.fieldNames()).toIterable().containsExactlyInAnyOrder("entry", "hash"));
        assertThat(receiver.messages())
                .allSatisfy(message -> assertThat(message.body())
                        .doesNotContain(accounts.get(0).id()));
        assertThat(receiver.taken(realmId()))
                .extracting(record -> record.get("hash").asText())
                .isEqualTo(ledger().entries(Map.of()).stream()
                        .map(record -> record.get("hash").asText())
                        .toList());
    }

    @Test
    void retriesRefusedOrRedirectedDelivery() {
        // given
        receiver.answer(500);
        int before = receiver.messages().size();
        linkPeople(2);
        receiver.await("refused", () -> receiver.messages().size() > before);
        assertThat(lag()).isPositive();
        receiver.answer(302);
        int refused = receiver.messages().size();
        receiver.await("redirected", () -> receiver.messages().size() > refused);
        linkPeople(1);

        // when
        receiver.answer(204);

        // then
        awaitEverything();
        assertOnceEachInOrder();
        receiver.await("without a lag", () -> lag() == 0);
    }

    @Test
    void losesNoEntryWhenServerCrashesDuringDelivery() {
        // given
        receiver.neverAnswer();
        int before = receiver.messages().size();
        linkPeople(2);
        receiver.await("under way", () -> receiver.messages().size() > before);

        // when
        broker().crashAndRestart();
        receiver.answer(204);
        linkPeople(1);

        // then
        awaitEverything();
        assertOnceEachInOrder();
    }

    @Test
    void retriesAfterReceiverTimeout() {
        // given
        receiver.neverAnswer();
        int before = receiver.messages().size();
        linkPeople(1);
        receiver.await("under way", () -> receiver.messages().size() > before);

        // when
        receiver.answer(200);

        // then
        awaitEverything();
        assertOnceEachInOrder();
        assertThat(metric("magento_link_webhook_deliveries_total{outcome=\"timeout\"}"))
                .isPositive();
    }

    @Test
    void deliversEachEntryOnceFromTwoServers() {
        try (Broker second = broker().secondNode()) {
            // when
            for (int i = 0; i < 5; i++) {
                linkPeople(2);
                awaitEverything();
            }

            // then
            assertThat(second.log().since(0)).contains("The ledger is sent to http://127.0.0.1:");
            assertOnceEachInOrder();
        }
    }

    @Test
    void forgetsDeletedRealm() {
        // given
        broker().further("short-lived", magento);
        String id = broker().server().realm("short-lived").get("").get("id").asText();
        broker().accounts().introduceTo(magento);
        receiver.await("sent", () -> !receiver.taken(id).isEmpty());
        assertThat(cursors(id)).hasSize(1);

        // when
        broker().server().delete("/short-lived");

        // then
        assertThat(cursors(id)).isEmpty();
        receiver.await("gone from the metrics", () -> !metrics().contains("realm=\"short-lived\""));
    }

    @Test
    void logsNoSecret() {
        assertThat(broker().log().since(0)).doesNotContain(SECRET);
    }

    @Test
    void rejectsInsecureUrlAtStart() {
        // given
        Map<String, String> insecure = new HashMap<>(options());
        insecure.remove(OPTION + "ALLOW_INSECURE_URL");

        // then
        assertThatThrownBy(() -> Broker.withOptions(magento, insecure))
                .hasMessageContaining("spi-events-listener--magento-webhook--url is no https URL");
    }

    private Map<String, String> options() {
        return Map.of(
                OPTION + "URL",
                receiver.url(),
                OPTION + "SECRET",
                SECRET,
                OPTION + "ALLOW_INSECURE_URL",
                "true",
                OPTION + "INTERVAL_SECONDS",
                "1",
                OPTION + "TIMEOUT_SECONDS",
                "4",
                "KC_SPI_EVENTS_LISTENER__MAGENTO_METRICS__COVERAGE_INTERVAL_SECONDS",
                "2");
    }

    private Broker broker() {
        if (started == null) {
            throw new IllegalStateException("Not started");
        }
        return started;
    }

    private Ledger ledger() {
        return new Ledger(broker());
    }

    private String realmId() {
        return broker().admin().get("").get("id").asText();
    }

    /** As many entries as people. */
    private List<Account> linkPeople(int count) {
        return LongStream.range(0, count)
                .mapToObj(one -> {
                    Account account = broker().admin().create(Account.called("Hook"));
                    broker().admin().link(account, Broker.PROVIDER, "hook-" + ++people, "hook");
                    return account;
                })
                .toList();
    }

    private void awaitEverything() {
        int entries = ledger().entries(Map.of()).size();
        receiver.await(
                "all " + entries + " entries", () -> receiver.taken(realmId()).size() >= entries);
    }

    private void assertOnceEachInOrder() {
        List<Long> sequences =
                receiver.taken(realmId()).stream().map(WebhookIT::sequence).toList();
        assertThat(sequences)
                .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
    }

    private List<String> cursors(String realmId) {
        return broker().database()
                .query("select REALM_ID from MAGENTO_WEBHOOK where REALM_ID = ?", row -> row.getString(1), realmId);
    }

    private double lag() {
        return metric("magento_link_webhook_lag_entries{realm=\"" + Broker.REALM + "\"}");
    }

    private double metric(String series) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private String metrics() {
        return new Http().get(broker().management("/metrics")).body();
    }

    private static long sequence(JsonNode record) {
        return record.get("entry").get("seq").asLong();
    }

    private static String signature(String id, String timestamp, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        return "v1,"
                + Base64.getEncoder().encodeToString(mac.doFinal((id + "." + timestamp + "." + body).getBytes(UTF_8)));
    }
}
