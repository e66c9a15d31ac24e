package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.bundle.BundleException;
import cloud.magento.accounts.bundle.BundleExport;
import cloud.magento.accounts.bundle.BundleImport;
import cloud.magento.accounts.bundle.BundleReport;
import cloud.magento.accounts.bundle.BundleSource;
import cloud.magento.accounts.ledger.BundleParts;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.web.Download;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * {@code GET bundle} gives what our tables have of the realm as one file; {@code POST bundle} puts it back where the
 * realm was made anew. One that is longer than a request may be is sent in parts first.
 */
public final class BundleResource {
    private static final String RESOURCE = "MAGENTO_BUNDLE";
    private static final Pattern UPLOAD = Pattern.compile("[A-Za-z0-9-]{8,36}");
    private static final int MOST_PARTS = 10_000;

    private final AdminCall call;

    BundleResource(AdminCall call) {
        this.call = call;
    }

    /** The realm's bundle. The reading is recorded before anything is sent. */
    @GET
    @Produces(BundleExport.MEDIA_TYPE)
    public Response export() {
        call.access().requireView();
        call.requireKnown(Set.of());
        provider(call.session(), call.realm());
        call.record(OperationType.ACTION, "MAGENTO_EXPORT", Map.of("bundle", true));
        return Download.of(
                call.session(),
                call.realm(),
                BundleExport.NAME,
                BundleExport.MEDIA_TYPE,
                (own, ownRealm, out) -> new BundleExport(own, ownRealm, provider(own, ownRealm)).write(out));
    }

    /**
     * Puts a bundle back.
     *
     * @param upload the name of what was sent in parts; without it the body is the bundle
     * @param key the fingerprint of the key that must have signed it; without it one that the realm has
     */
    @POST
    @Consumes({BundleExport.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Produces(MediaType.APPLICATION_JSON)
    public BundleReport putBack(
            @QueryParam("upload") @Nullable String upload,
            @QueryParam("key") @Nullable String key,
            @QueryParam("dryRun") boolean dryRun,
            @Nullable String body) {
        requireImport();
        call.requireKnown(Set.of("upload", "key", "dryRun"));
        BundleImport bundle =
                new BundleImport(call.session(), call.realm(), provider(call.session(), call.realm()), dryRun);
        BundleReport report;
        try {
            report = bundle.run(
                    upload == null ? BundleSource.of(body == null ? "" : body) : BundleSource.of(parts(upload)), key);
        } catch (BundleException e) {
            throw Problem.of(
                    e.kind() == BundleException.Kind.INVALID ? Response.Status.BAD_REQUEST : Response.Status.CONFLICT,
                    String.valueOf(e.getMessage()));
        }
        if (upload != null && !dryRun && report.complete()) {
            parts(upload).forget();
        }
        call.record(
                OperationType.ACTION,
                RESOURCE,
                Map.of(
                        "dryRun",
                        dryRun,
                        "complete",
                        report.complete(),
                        "realm",
                        report.realm(),
                        "links",
                        report.links(),
                        "signedBy",
                        report.signedBy()));
        return report;
    }

    /** Keeps a part, cut at the end of a line, until the whole is imported. */
    @PUT
    @Path("uploads/{upload}/{part}")
    @Consumes({BundleExport.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    public Response keep(@PathParam("upload") String upload, @PathParam("part") String part, @Nullable String body) {
        requireImport();
        parts(upload).keep((int) Parameters.number("part", part, 1, MOST_PARTS), body == null ? "" : body);
        return Response.noContent().build();
    }

    /** Forgets the parts. */
    @DELETE
    @Path("uploads/{upload}")
    public Response forget(@PathParam("upload") String upload) {
        requireImport();
        parts(upload).forget();
        return Response.noContent().build();
    }

    private void requireImport() {
        call.access().requireManage();
        call.access().requireManageRealm();
    }

    private BundleParts parts(String upload) {
        if (!UPLOAD.matcher(upload).matches()) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "An upload has a name of 8 to 36 letters, digits and hyphens, such as a UUID.");
        }
        return new BundleParts(call.session(), call.realm(), upload);
    }

    private static MagentoIdentityProviderConfig provider(KeycloakSession session, RealmModel realm) {
        return MagentoProvider.in(session, realm)
                .orElseThrow(() -> Problem.of(
                        Response.Status.NOT_FOUND,
                        "This realm has no provider: there is no identity provider of type magento."));
    }
}
