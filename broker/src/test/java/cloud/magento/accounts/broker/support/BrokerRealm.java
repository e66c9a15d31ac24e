package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** A realm of the broker: the one it brings along, or one more that is made of the same template. */
public final class BrokerRealm {
    private static final String PROBES = "upstreamProbeSeconds";
    private static final String NEVER = "0";

    private static final Path TEMPLATE = Path.of("src", "main", "realm", "accounts.magento.cloud.json");
    private static final String CALLBACK = "/broker/" + Broker.PROVIDER + "/endpoint";

    private final Function<String, URI> server;
    private final Admin admin;
    private final String name;

    BrokerRealm(Broker broker, String name) {
        this(broker::url, broker.server(), name);
    }

    /** @param server the address of a path at the server */
    BrokerRealm(Function<String, URI> server, Admin admin, String name) {
        this.server = server;
        this.admin = admin;
        this.name = name;
    }

    /** The template that the broker ships, under another name and with this upstream. */
    public static ObjectNode template(String name, MagentoStandIn upstream) {
        try {
            ObjectNode realm = (ObjectNode) Http.JSON.readTree(TEMPLATE.toFile());
            ((ObjectNode) realm.get("identityProviders").get(0).get("config"))
                    .put("issuer", upstream.issuer())
                    .put("clientId", upstream.client().id())
                    .put("clientSecret", upstream.client().secret())
                    .put(PROBES, NEVER);
            return realm.put("realm", name).put("displayName", name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url(String path) {
        return server.apply("/realms/" + name + path);
    }

    public RealmAdmin admin() {
        return admin.realm(name);
    }

    /** What the stand-in is asked, and by whom, is counted: so nobody asks it but for sign-ins. */
    BrokerRealm withoutProbes() {
        admin().configureProvider(Broker.PROVIDER, Map.of(PROBES, NEVER));
        return this;
    }

    /** Has the stand-in send people back to this realm. */
    public BrokerRealm introduceTo(MagentoStandIn magento) {
        magento.client()
                .redirectingTo(url(CALLBACK))
                .redirectingAfterLogoutTo(url(CALLBACK + "/logout_response"))
                .withKeysAt(url("/protocol/openid-connect/certs"));
        return this;
    }

    /** Takes another upstream, which the broker allows as long as nobody is linked. */
    public BrokerRealm useUpstream(MagentoStandIn magento) {
        introduceTo(magento)
                .admin()
                .configureProvider(
                        Broker.PROVIDER,
                        Map.of(
                                "issuer",
                                magento.issuer(),
                                PROBES,
                                NEVER,
                                "clientSecret",
                                magento.client().secret()));
        return this;
    }
}
