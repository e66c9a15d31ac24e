package cloud.magento.accounts.broker.support;

/** A broker on MariaDB, and its Magento.com. Tests of the run that want this database share its accounts' realm. */
public final class MariaDbStage extends FurtherStage {
    public MariaDbStage() {
        super(Broker::onMariaDb);
    }
}
