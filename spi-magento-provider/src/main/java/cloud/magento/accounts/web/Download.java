package cloud.magento.accounts.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A file that is sent while it is read. The request's own transaction ends before: what it put on record is kept
 * whatever becomes of the file, and there is one connection to the database for each file and not two. The file has a
 * transaction of its own, with time for a slow receiver. Where it fails midway the connection is broken off, so that no
 * part of a file passes for the whole.
 */
public final class Download {
    private static final Duration LONGEST = Duration.ofHours(2);

    private Download() {}

    /** Writes the file, with a session of its own. */
    @FunctionalInterface
    public interface Content {
        void write(KeycloakSession session, RealmModel realm, OutputStream out) throws IOException;
    }

    /** The response; whoever asked has been put on record, and must not write anything after this. */
    public static Response of(
            KeycloakSession session, RealmModel realm, String name, String mediaType, Content content) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        session.getTransactionManager().commit();
        StreamingOutput body = out -> send(factory, realmId, content, out);
        return withHeaders(Response.ok(body), name, mediaType);
    }

    /** A file so small that it is there already. */
    public static Response of(String text, String name, String mediaType) {
        return withHeaders(Response.ok(text), name, mediaType);
    }

    private static Response withHeaders(Response.ResponseBuilder response, String name, String mediaType) {
        return response.type(mediaType)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static void send(KeycloakSessionFactory factory, String realmId, Content content, OutputStream out)
            throws IOException {
        try {
            KeycloakModelUtils.runJobInTransactionWithTimeout(
                    factory,
                    own -> {
                        RealmModel realm = own.realms().getRealm(realmId);
                        if (realm == null) {
                            throw new UncheckedIOException(new IOException("The realm was removed"));
                        }
                        own.getContext().setRealm(realm);
                        write(own, realm, content, out);
                    },
                    (int) LONGEST.toSeconds());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(KeycloakSession own, RealmModel realm, Content content, OutputStream out) {
        try {
            content.write(own, realm, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
