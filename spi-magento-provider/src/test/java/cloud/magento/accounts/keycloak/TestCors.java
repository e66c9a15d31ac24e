package cloud.magento.accounts.keycloak;

import jakarta.ws.rs.core.Response;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/** Lets no other origin in. */
public abstract class TestCors implements Cors {
    @Override
    public Cors auth() {
        return this;
    }

    @Override
    public Cors allowedMethods(String... methods) {
        return this;
    }

    @Override
    public Cors exposedHeaders(String... headers) {
        return this;
    }

    @Override
    public Cors checkAllowedOrigins(KeycloakSession session, ClientModel client) {
        return this;
    }

    @Override
    public Response add(Response.ResponseBuilder builder) {
        return builder.build();
    }

    @Override
    public void close() {}
}
