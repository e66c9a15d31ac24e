package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import java.net.URI;

/**
 * A broker behind a proxy: the world knows it by the proxy's host name and path, itself it listens at another port and
 * under another path, and the proxy hands it no word of what the world asked for.
 */
public final class ProxiedBroker implements AutoCloseable {
    private static final String PUBLIC_PATH = "/public";
    private static final String OWN_PATH = "/within";

    private final LoadBalancer proxy = LoadBalancer.start();
    private final Broker broker;

    private ProxiedBroker(MagentoStandIn magento) {
        broker = Broker.behind(proxy, PUBLIC_PATH, OWN_PATH, magento);
    }

    public static ProxiedBroker start(MagentoStandIn magento) {
        return new ProxiedBroker(magento);
    }

    /** The broker, at the proxy's address. */
    public Broker broker() {
        return broker;
    }

    /** The same address past the proxy, as somebody inside the network may ask for it. */
    public URI within(URI known) {
        String path = known.toString().substring(broker.url("").toString().length());
        return URI.create("http://127.0.0.1:" + broker.port() + OWN_PATH + path);
    }

    @Override
    public void close() {
        broker.close();
        proxy.close();
    }
}
