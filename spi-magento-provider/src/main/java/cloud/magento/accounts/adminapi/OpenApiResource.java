package cloud.magento.accounts.adminapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET openapi}: this API as an OpenAPI 3.1 document, to whoever has any role of administration. It is the same
 * in every realm and tells nothing of this one.
 */
public final class OpenApiResource {
    static final String DOCUMENT = "/openapi/magento-admin.json";

    private final AdminAccess access;

    OpenApiResource(AdminAccess access) {
        this.access = access;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String document() {
        access.requireAnyRole();
        return read();
    }

    static String read() {
        try (InputStream document = OpenApiResource.class.getResourceAsStream(DOCUMENT)) {
            if (document == null) {
                throw new IllegalStateException("The jar lacks " + DOCUMENT);
            }
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
