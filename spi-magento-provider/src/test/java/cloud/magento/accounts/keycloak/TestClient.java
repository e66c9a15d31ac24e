package cloud.magento.accounts.keycloak;

import org.keycloak.models.ClientModel;

/** An application. */
public abstract class TestClient implements ClientModel {
    private final String clientId;

    TestClient(String clientId) {
        this.clientId = clientId;
    }

    public static TestClient called(String clientId) {
        return Partial.of(TestClient.class, clientId);
    }

    @Override
    public String getId() {
        return "id-of-" + clientId;
    }

    @Override
    public String getClientId() {
        return clientId;
    }
}
