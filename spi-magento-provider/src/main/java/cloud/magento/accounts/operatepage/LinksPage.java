package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.IdentitiesResource;
import cloud.magento.accounts.bulk.BulkChange;
import cloud.magento.accounts.bulk.BulkChange.Format;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Links, exemptions and their ends by file. What a file would do is told first; whoever then sends it again, has the
 * same file done and no other.
 */
final class LinksPage implements OperatorPage {
    /** The field of the file. */
    static final String FILE = "file";

    private static final String TRY_FILE = "try-file";
    private static final String DO_FILE = "do-file";
    private static final String ACTION = "action";
    private static final String NOTIFY = "notify";
    private static final String DIGEST = "digest";
    private static final String IMPORT = "import";
    private static final String UNLINK = "unlink";
    private static final String INVITE = "invite";
    private static final List<String> ACTIONS = List.of(IMPORT, UNLINK, INVITE);

    /** So that the same file mails nobody twice. */
    private static final String CALL = "page-";

    private static final int DIGEST_LETTERS = 40;

    private final Operator operator;
    private final String url;

    LinksPage(Operator operator) {
        this.operator = operator;
        this.url = Place.LINKS.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        return page(new Section("links")).render();
    }

    @Override
    public Response post(Sent sent) {
        return show(sent.values());
    }

    private Screen page(Section section) {
        section.say("links.text").say("links.columns").say("links.size");
        if (operator.may(Right.LINKS)) {
            section.form(Form.post(TRY_FILE, url + "/file")
                    .multipart()
                    .required("file", FILE, "")
                    .choice(ACTION, IMPORT, ACTIONS)
                    .flag(NOTIFY, false)
                    .button("try")
                    .primary());
        } else {
            section.alert("info", "role.links");
        }
        return new Screen(operator, Place.LINKS).with(section);
    }

    /** A file was sent. */
    Response file(Sent sent, InputStream file) {
        byte[] bytes = read(file);
        String digest = Digest.of(bytes);
        boolean isDone = sent.is(DO_FILE);
        if (isDone && !digest.equals(sent.text(DIGEST))) {
            return page(new Section("links").alert("error", "links.other-file"))
                    .status(Response.Status.CONFLICT)
                    .render();
        }
        String action = ACTIONS.contains(sent.text(ACTION)) ? sent.text(ACTION) : IMPORT;
        boolean mails = sent.flag(NOTIFY);
        Section results = new Section("results").stream();
        if (isDone) {
            results.link("back", url);
        } else {
            results.say("links.confirm")
                    .form(Form.post(DO_FILE, url + "/file")
                            .multipart()
                            .required("file", FILE, "")
                            .hidden(ACTION, action)
                            .hidden(NOTIFY, Boolean.toString(mails))
                            .hidden(DIGEST, digest)
                            .primary()
                            .cancel(url));
        }
        Response page = new Screen(operator, Place.LINKS).with(results).render();
        BulkProgress progress = new BulkProgress(operator);
        BulkChange change = begin(action, bytes, digest, !isDone, mails);
        StreamingOutput answer = out -> progress.write(page, change, out);
        return Response.fromResponse(page).entity(answer).build();
    }

    private BulkChange begin(String action, byte[] bytes, String digest, boolean dryRun, boolean mails) {
        InputStream body = new ByteArrayInputStream(bytes);
        if (action.equals(INVITE)) {
            return operator.api()
                    .invitations()
                    .begin(body, format(bytes), CALL + digest.substring(0, DIGEST_LETTERS), dryRun);
        }
        IdentitiesResource identities = operator.api().identities();
        return (action.equals(UNLINK) ? identities.unlinkRows() : identities.importRows())
                .begin(body, format(bytes), dryRun, mails);
    }

    /** A row of the other format begins with a brace. */
    private static Format format(byte[] bytes) {
        for (byte one : bytes) {
            if (one > ' ') {
                return one == '{' ? Format.NDJSON : Format.CSV;
            }
        }
        return Format.CSV;
    }

    private static byte[] read(InputStream file) {
        try (file) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
