package cloud.magento.accounts.keycloak;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/** An application. */
public abstract class TestClient implements ClientModel {
    private final String clientId;
    private final Map<String, String> attributes = new HashMap<>();

    TestClient(String clientId) {
        this.clientId = clientId;
    }

    public static TestClient called(String clientId) {
        return Partial.of(TestClient.class, clientId);
    }

    /** The same with the attribute. */
    public TestClient with(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    @Override
    public @Nullable String getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public String getProtocol() {
        return "openid-connect";
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
