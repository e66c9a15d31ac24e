package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Stage;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On one node. */
class ParkedSignInIT extends ParkedSignInStories {
    @RegisterExtension
    final Stage stage = new Stage();

    @Override
    ParkedSignIns park() {
        return new ParkedSignIns(stage.broker(), stage.magento(), ParkedSignIns.anyName(), Runnable::run);
    }
}
