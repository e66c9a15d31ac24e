package cloud.magento.accounts.ledger.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.magento.accounts.net.BoundedExchange;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;

/**
 * Posts a message by Keycloak's own client, which has the server's proxy and trust store. It follows no redirect, reads
 * nothing of the answer but its status, and is done in time whatever the receiver does.
 */
final class WebhookClient {
    private static final ContentType NDJSON = ContentType.create("application/x-ndjson");

    private final WebhookSettings settings;
    private final BoundedExchange exchange;

    WebhookClient(WebhookSettings settings, BoundedExchange exchange) {
        this.settings = settings;
        this.exchange = exchange;
    }

    /**
     * Sends it once.
     *
     * @param timestamp now, in seconds since the epoch
     */
    DeliveryResult send(CloseableHttpClient client, String realmId, long timestamp, Batch batch) {
        try {
            return exchange.send(
                    client,
                    null,
                    request(realmId, timestamp, batch),
                    settings.timeout(),
                    true,
                    response -> DeliveryResult.ofStatus(response.getStatusLine().getStatusCode()));
        } catch (IOException e) {
            return result(e);
        }
    }

    /** The id is the same whenever the same entries are sent again; as the standard has it, there is no dot in it. */
    private HttpPost request(String realmId, long timestamp, Batch batch) {
        String realm = URLEncoder.encode(realmId, UTF_8);
        String id = "magento-ledger_" + realm.replace(".", "%2E") + "_" + batch.first() + "-" + batch.last();
        byte[] body = batch.body();
        HttpPost request = new HttpPost(settings.url());
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", Long.toString(timestamp));
        request.setHeader("webhook-signature", settings.key().sign(id, timestamp, body));
        request.setHeader("magento-realm", realm);
        request.setHeader("magento-first-sequence", Long.toString(batch.first()));
        request.setHeader("magento-last-sequence", Long.toString(batch.last()));
        request.setEntity(new ByteArrayEntity(body, NDJSON));
        return request;
    }

    private static DeliveryResult result(IOException broken) {
        if (broken instanceof SocketTimeoutException) {
            return new DeliveryResult(DeliveryResult.Outcome.TIMEOUT, "timeout");
        }
        if (broken instanceof UnknownHostException) {
            return new DeliveryResult(DeliveryResult.Outcome.UNREACHABLE, "name-unknown");
        }
        return new DeliveryResult(
                DeliveryResult.Outcome.UNREACHABLE,
                broken instanceof SSLException ? "tls-failed" : "connection-failed");
    }
}
