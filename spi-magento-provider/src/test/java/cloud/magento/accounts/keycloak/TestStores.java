package cloud.magento.accounts.keycloak;

import org.keycloak.models.UserProvider;
import org.keycloak.storage.DatastoreProvider;
import org.keycloak.storage.StoreManagers;

/** Where Keycloak's credential managers find what is stored of an account: beside the account itself. */
public abstract class TestStores implements DatastoreProvider, StoreManagers {
    private final TestSession session;

    TestStores(TestSession session) {
        this.session = session;
    }

    @Override
    public UserProvider userLocalStorage() {
        return session.users();
    }
}
