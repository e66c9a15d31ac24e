package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.evaluation.Visitor;
import cloud.magento.accounts.ledger.EntryType;
import cloud.magento.accounts.ledger.LedgerFilter;
import cloud.magento.accounts.ledger.LedgerReader;
import cloud.magento.accounts.ledger.StoredEntry;
import cloud.magento.accounts.report.InvalidFilterException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** The entries of the record, the newest first: all, or those of an account, a type, some days. */
final class EntriesPage {
    private static final int SIZE = 50;
    private static final String TEMPLATE = "magento-audit-entries.ftl";

    private final KeycloakSession session;
    private final Visitor auditor;
    private final AuditUrls urls;
    private final CurrentNames names;

    EntriesPage(KeycloakSession session, Visitor auditor) {
        this.session = session;
        this.auditor = auditor;
        this.urls = new AuditUrls(session);
        this.names = new CurrentNames(session);
    }

    Response render(MultivaluedMap<String, String> parameters) {
        EntryForm form = EntryForm.of(parameters);
        AuditPage page = new AuditPage(session, auditor)
                .put("form", form.parameters())
                .put(
                        "types",
                        Arrays.stream(EntryType.values()).map(EntryType::id).toList());
        try {
            return list(page, form).render(TEMPLATE, Response.Status.OK);
        } catch (InvalidFilterException e) {
            return page.put("invalid", true).render(TEMPLATE, Response.Status.BAD_REQUEST);
        }
    }

    private AuditPage list(AuditPage page, EntryForm form) {
        LedgerFilter filter = form.filter(names);
        List<StoredEntry> found = new LedgerReader(session, session.getContext().getRealm()).page(filter, SIZE + 1);
        List<StoredEntry> shown = found.subList(0, Math.min(SIZE, found.size()));
        Map<String, Object> evidence = new LinkedHashMap<>(form.evidence(filter));
        evidence.put("read", "ledger");
        evidence.put("rows", shown.size());
        new AuditEvents(session, auditor).ledger(evidence);
        String userId = filter.userId();
        Map<String, String> shownForm = form.parameters();
        if (userId != null) {
            shownForm.put("user", names.ofAccount(userId).orElse(userId));
        }
        return page.put("form", shownForm)
                .put("rows", new EntryTable(session, names).rows(shown))
                .put("subject", userId == null ? null : names.ofAccount(userId).orElse(userId))
                .put(
                        "olderUrl",
                        found.size() > SIZE ? older(form, shown.get(SIZE - 1).seq()) : null)
                .put("newestUrl", form.before().isEmpty() ? null : urls.entries(form.parameters()));
    }

    private String older(EntryForm form, long seq) {
        Map<String, String> parameters = form.parameters();
        parameters.put("before", Long.toString(seq));
        return urls.entries(parameters);
    }
}
