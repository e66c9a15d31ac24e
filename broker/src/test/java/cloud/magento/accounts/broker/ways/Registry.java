package cloud.magento.accounts.broker.ways;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.Map;

/** A container registry of a realm, as {@code docker login} meets it. */
final class Registry {
    private static final String ID = "registry";

    private Registry() {}

    static Map<String, Object> client() {
        return Map.of("clientId", ID, "protocol", "docker-v2");
    }

    /** Asks for a token with name and password. */
    static Answer login(Place place, Account account) {
        String credentials = account.username() + ":" + account.password();
        return new Http()
                .send(HttpRequest.newBuilder(place.url("/protocol/docker-v2/auth?service=" + ID + "&account="
                                + account.username() + "&scope=repository:app:pull"))
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
                        .GET());
    }
}
