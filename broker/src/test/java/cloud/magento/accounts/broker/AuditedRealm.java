package cloud.magento.accounts.broker;

import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A realm for each test, so that every account that is counted in it is the test's own. */
abstract class AuditedRealm {
    @RegisterExtension
    final Stage stage = new Stage();

    final String realm = "audited-" + UUID.randomUUID();
    RealmAdmin admin;
    Audit audit;

    @BeforeEach
    void aRealmOfItsOwn() {
        stage.broker().further(realm, stage.magento());
        admin = stage.broker().server().realm(realm);
        audit = Audit.of(stage.broker(), realm);
    }
}
