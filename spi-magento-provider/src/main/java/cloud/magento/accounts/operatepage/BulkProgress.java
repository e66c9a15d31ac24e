package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.bulk.BulkChange;
import cloud.magento.accounts.bulk.BulkSummary;
import cloud.magento.accounts.bulk.RowResult;
import cloud.magento.accounts.web.ReadableNumber;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.keycloak.forms.login.LoginFormsProvider;

/**
 * Writes a page while a file's rows are done: the beginning at once, a line for each row that failed and now and then
 * how far it is, the sums, and the end. So whoever waits sees it go on, without scripts.
 */
final class BulkProgress {
    /** Where the page is cut in two. */
    static final String MARK = "<!--magento-stream-->";

    private static final int STEP = 1000;
    private static final int SHOWN = 1000;

    /** Stands in a message for what is not known yet. */
    private static final String GAP = "\u0001";

    private final Locale locale;
    private final String line;
    private final String progress;
    private final String more;
    private int rows;
    private int failed;

    BulkProgress(Operator operator) {
        LoginFormsProvider forms = operator.session().getProvider(LoginFormsProvider.class);
        this.locale = operator.locale();
        this.line = forms.getMessage("magento.operate.links.line", GAP);
        this.progress = forms.getMessage("magento.operate.links.progress", GAP);
        this.more = forms.getMessage("magento.operate.links.more", GAP);
    }

    void write(Response page, BulkChange change, OutputStream out) throws IOException {
        String text = String.valueOf(page.getEntity());
        int cut = text.indexOf(MARK);
        send(out, text.substring(0, cut) + "<ul class=\"magento-operate-progress\" id=\"magento-progress\">");
        out.flush();
        try {
            BulkSummary sums = change.run(row -> told(row, out));
            send(out, "</ul>" + sums(sums));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        send(out, text.substring(cut + MARK.length()));
    }

    private void told(RowResult row, OutputStream out) {
        try {
            rows++;
            if (row.error() != null && failed++ < SHOWN) {
                send(
                        out,
                        "<li data-line=\"" + row.line() + "\"><strong>" + filled(line, row.line())
                                + "</strong> <span lang=\"en\">" + escaped(String.valueOf(row.message()))
                                + "</span></li>");
            }
            if (rows % STEP == 0) {
                send(out, "<li>" + filled(progress, rows) + "</li>");
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sums(BulkSummary sums) {
        StringBuilder html = new StringBuilder();
        if (failed > SHOWN) {
            html.append("<p>").append(filled(more, failed - SHOWN)).append("</p>");
        }
        html.append("<dl class=\"magento-audit-facts\" id=\"magento-sums\">");
        html.append("<div><dt>").append(filled(progress, sums.rows())).append("</dt></div>");
        sums.results()
                .forEach((name, count) -> html.append("<div data-result=\"")
                        .append(escaped(name))
                        .append("\"><dt>")
                        .append(escaped(name))
                        .append("</dt><dd>")
                        .append(ReadableNumber.count(count, locale))
                        .append("</dd></div>"));
        return html.append("</dl>").toString();
    }

    private String filled(String message, long number) {
        return escaped(message).replace(GAP, ReadableNumber.count(number, locale));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static void send(OutputStream out, String html) throws IOException {
        out.write(html.getBytes(StandardCharsets.UTF_8));
    }
}
