package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.evaluation.Visitor;
import cloud.magento.accounts.report.IdentityPage;
import cloud.magento.accounts.report.InvalidFilterException;
import cloud.magento.accounts.report.Reports;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/** The accounts under a filter, a page at a time, and the way to take all of them away. */
final class AccountsPage {
    private static final int SIZE = 50;
    private static final String TEMPLATE = "magento-audit-accounts.ftl";

    private final KeycloakSession session;
    private final Reports reports;
    private final Visitor auditor;
    private final AuditUrls urls;

    AccountsPage(KeycloakSession session, Reports reports, Visitor auditor) {
        this.session = session;
        this.reports = reports;
        this.auditor = auditor;
        this.urls = new AuditUrls(session);
    }

    Response render(MultivaluedMap<String, String> parameters) {
        IdentityForm form = IdentityForm.of(parameters);
        AuditPage page = new AuditPage(session, auditor).put("search", SearchOptions.of(form, reports));
        try {
            return list(page, form, parameters.getFirst("after")).render(TEMPLATE, Response.Status.OK);
        } catch (InvalidFilterException e) {
            return page.put("invalid", true).render(TEMPLATE, Response.Status.BAD_REQUEST);
        }
    }

    private AuditPage list(AuditPage page, IdentityForm form, @Nullable String after) {
        IdentityPage found =
                reports.identities(form.filter(Instant.ofEpochMilli(Time.currentTimeMillis())), after, SIZE);
        Map<String, Object> evidence = new LinkedHashMap<>(form.evidence());
        evidence.put("rows", found.rows().size());
        new AuditEvents(session, auditor).identities(evidence);
        return page.put("rows", new IdentityTable(urls, AuditPage.locale(session)).rows(found.rows()))
                .put("nextUrl", next(form, found))
                .put("firstUrl", after == null ? null : urls.accounts(form.parameters()))
                .put("exportUrl", urls.action("accounts/export"))
                .put("filter", form.parameters());
    }

    private @Nullable String next(IdentityForm form, IdentityPage found) {
        if (found.next() == null) {
            return null;
        }
        Map<String, String> parameters = form.parameters();
        parameters.put("after", found.next());
        return urls.accounts(parameters);
    }
}
