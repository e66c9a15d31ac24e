package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import java.util.List;

/**
 * Two nodes of one broker on one PostgreSQL, as it runs in production, behind a balancer that gives each request to the
 * other one: nobody meets the same node twice in a row.
 */
public final class Cluster implements AutoCloseable {
    private final LoadBalancer balancer = LoadBalancer.start();
    private final Broker first;
    private final Broker second;

    private Cluster(MagentoStandIn magento) {
        first = Broker.onPostgresBehind(balancer.port(), magento);
        second = first.secondNode();
        answerInTurn();
        first.accounts().withoutProbes();
    }

    public static Cluster start(MagentoStandIn magento) {
        return new Cluster(magento);
    }

    /** The broker, at the balancer's address. */
    public Broker broker() {
        return first;
    }

    /** The log of each node. */
    public List<ServerLog> logs() {
        return List.of(first.log(), second.log());
    }

    /** From now on each request is answered by the other node. */
    public void answerInTurn() {
        balancer.giveTo(List.of(first.port(), second.port()));
    }

    /** From now on the first node answers alone. */
    public void answerByFirst() {
        balancer.giveTo(List.of(first.port()));
    }

    /** From now on the second node answers alone. */
    public void answerBySecond() {
        balancer.giveTo(List.of(second.port()));
    }

    /** Kills the first node, as a power failure would; the second answers alone while this is done. */
    public void withoutFirst(Runnable rest) {
        first.crash();
        answerBySecond();
        try {
            rest.run();
        } finally {
            first.restart();
            answerInTurn();
        }
    }

    /** Kills the second node, to which requests go on, and starts it again. */
    public void crashAndRestartSecond() {
        second.crash();
        second.restart();
    }

    @Override
    public void close() {
        second.close();
        first.close();
        balancer.close();
    }
}
