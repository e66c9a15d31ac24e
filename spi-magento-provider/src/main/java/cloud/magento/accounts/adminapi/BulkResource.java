package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.bulk.BulkAction;
import cloud.magento.accounts.bulk.BulkChange;
import cloud.magento.accounts.bulk.BulkChange.Format;
import cloud.magento.accounts.bulk.BulkSummary;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;

/**
 * {@code POST identities/import} and {@code POST identities/unlink}: changes of many accounts, a row for each. The
 * whole body is read first, and each row's result is sent as soon as it is committed: a caller who only reads the
 * answer once the body is sent, as most do, and a server that waits for the answer to be read would wait for each
 * other.
 */
public final class BulkResource {
    /** As much as the server takes in a body. */
    static final int MAX_BYTES = 10 * 1024 * 1024;

    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final Set<String> PARAMETERS = Set.of("dryRun", "notify");
    private static final ObjectWriter JSON =
            new ObjectMapper().writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private final AdminCall call;
    private final BulkAction usual;

    BulkResource(AdminCall call, BulkAction usual) {
        this.call = call;
        this.usual = usual;
    }

    /**
     * Does the rows.
     *
     * @param dryRun only tell what would be done
     * @param mails write to the owner of each account whose link changes
     * @return a line for each row, and one more with the sums; without that one it did not get to the end
     */
    @POST
    @Consumes({CSV, NDJSON})
    @Produces(NDJSON)
    public Response post(InputStream body, @QueryParam("dryRun") boolean dryRun, @QueryParam("notify") boolean mails) {
        return answer(begin(body, format(), dryRun, mails));
    }

    /** Runs it while the answer goes out. */
    static Response answer(BulkChange change) {
        StreamingOutput answer = out -> send(change, out);
        return Response.ok(answer)
                .type(NDJSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /**
     * The same for a page: checked and put on record, to be run while the answer goes out. Ends the request's own
     * transaction.
     */
    public BulkChange begin(InputStream body, Format format, boolean dryRun, boolean mails) {
        call.requireKnown(PARAMETERS);
        return begin(
                body,
                format,
                dryRun,
                mails,
                usual == BulkAction.UNLINK ? "MAGENTO_UNLINK" : "MAGENTO_IMPORT",
                Map.of("notify", mails));
    }

    /**
     * The same of any rows.
     *
     * @param resource what the admin event calls it
     * @param terms what the admin event tells beside what every call has
     */
    BulkChange begin(
            InputStream body,
            Format format,
            boolean dryRun,
            boolean mails,
            String resource,
            Map<String, Object> terms) {
        call.access().requireManage();
        call.access().requireManageUsers();
        BulkChange.Options options = BulkChange.Options.in(
                        call.session(), call.realm(), call.access().actor(), dryRun, mails)
                .orElseThrow(() -> Problem.of(
                        Response.Status.CONFLICT,
                        "This realm has no identity provider of the type \"magento\" to link accounts to."));
        String text = text(body);
        BulkChange change = change(options, text, format);
        Map<String, Object> asked = new TreeMap<>(terms);
        asked.putAll(Map.of("dryRun", dryRun, "format", format.name(), "characters", text.length()));
        call.record(OperationType.ACTION, resource, asked);
        call.session().getTransactionManager().commit();
        return change;
    }

    private BulkChange change(BulkChange.Options options, String text, Format format) {
        try {
            return new BulkChange(call.session(), options, new StringReader(text), format, usual);
        } catch (IllegalArgumentException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static void send(BulkChange change, OutputStream out) throws IOException {
        try {
            BulkSummary sums = change.run(result -> line(out, result));
            line(out, sums);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void line(OutputStream out, Object value) {
        try {
            JSON.writeValue(out, value);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the body is written in, by its header. */
    Format format() {
        @Nullable
        String type = call.session().getContext().getRequestHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(CSV) ? Format.CSV : Format.NDJSON;
    }

    private static String text(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Problem.of(
                        Response.Status.REQUEST_ENTITY_TOO_LARGE,
                        "A body has at most 10 MB. Split the file at the end of a row.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, "The body is not UTF-8.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
