package cloud.magento.accounts.broker.support;

import java.util.Map;

/** A broker without a log key, as a Keycloak is where nobody brought one: realms' own keys sign checkpoints. */
public final class RealmKeyStage extends FurtherStage {
    public RealmKeyStage() {
        super(magento ->
                Broker.withOptions(magento, Map.of(Broker.LOG_KEY + "FILE", "", Broker.LOG_KEY + "CREATE", "false")));
    }
}
