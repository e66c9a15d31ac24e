package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.Http.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The ledger of a realm, as its administration gives it out. */
public final class Ledger {
    private final Admin server;
    private final String realm;

    public Ledger(Broker broker) {
        this(broker, Broker.REALM);
    }

    public Ledger(Broker broker, String realm) {
        this.server = broker.server();
        this.realm = realm;
    }

    /** The entries that tell of the account or of what it did, oldest first. */
    public List<JsonNode> of(Account account) {
        return entries(Map.of("user", account.id()));
    }

    /** The entries of this type that tell of the account. */
    public List<JsonNode> of(Account account, String type) {
        return entries(Map.of("user", account.id(), "type", type));
    }

    /** All entries that match, page by page. */
    public List<JsonNode> entries(Map<String, String> query) {
        List<JsonNode> entries = new ArrayList<>();
        JsonNode page = server.get("/" + realm + "/magento/ledger", query);
        while (true) {
            page.get("entries").forEach(entries::add);
            if (!page.has("next")) {
                return entries;
            }
            Map<String, String> further = new HashMap<>(query);
            further.put("after", page.get("next").asText());
            page = server.get("/" + realm + "/magento/ledger", further);
        }
    }

    /** All entries that match both. */
    public List<JsonNode> entries(Map<String, String> query, Predicate<JsonNode> condition) {
        return entries(query).stream().filter(condition).toList();
    }

    /** What the server finds when it checks the ledger. */
    public JsonNode verify() {
        return server.get("/" + realm + "/magento/ledger/verify");
    }

    /** A signed checkpoint. */
    public String checkpoint() {
        return send("GET", "/checkpoint").expecting(200).body();
    }

    /** The export, as it is. */
    public String export() {
        return send("GET", "/export").expecting(200).body();
    }

    /** A request without a body; the path begins with a slash or a question mark. */
    public Answer send(String method, String path) {
        return server.send(method, "/" + realm + "/magento/ledger" + path, BodyPublishers.noBody());
    }

    /** Erases what is told of the account. */
    public Answer erase(Account account, String reason) {
        return server.send(
                "POST",
                "/" + realm + "/magento/ledger/erasures",
                Admin.json(Map.of("userId", account.id(), "reason", reason)));
    }
}
