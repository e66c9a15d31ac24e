package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.evaluation.Visitor;
import cloud.magento.accounts.ledger.EntryType;
import cloud.magento.accounts.ledger.LedgerFilter;
import cloud.magento.accounts.ledger.LedgerReader;
import cloud.magento.accounts.ledger.LedgerVerification.Findings;
import cloud.magento.accounts.report.Coverage;
import cloud.magento.accounts.report.Reports;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.web.CsrfCheck;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The first of the auditor's pages: the realm's coverage, the ledger's status, and what needs attention. */
final class Overview {
    private static final String TEMPLATE = "magento-audit.ftl";
    private static final int HISTORY_POINTS = 24;
    /** As many rows of each list as are seen at a glance; all of them are one link away. */
    private static final int AT_A_GLANCE = 5;

    private final KeycloakSession session;
    private final Reports reports;
    private final Visitor auditor;
    private final Locale locale;
    private final AuditUrls urls;

    Overview(KeycloakSession session, Reports reports, Visitor auditor) {
        this.session = session;
        this.reports = reports;
        this.auditor = auditor;
        this.locale = AuditPage.locale(session);
        this.urls = new AuditUrls(session);
    }

    /**
     * The page.
     *
     * @param findings what a check of the record came to, where one was asked for
     */
    Response render(@Nullable Findings findings) {
        return page(findings, false).render(TEMPLATE, Response.Status.OK);
    }

    /** The page in place of a checkpoint that this server cannot sign. */
    Response unsigned() {
        return page(null, true).render(TEMPLATE, Response.Status.CONFLICT);
    }

    private AuditPage page(@Nullable Findings findings, boolean unsigned) {
        RealmModel realm = session.getContext().getRealm();
        Coverage coverage = reports.coverage();
        CoverageTables tables = new CoverageTables(urls, locale);
        LedgerStatus ledger = new LedgerStatus(session, locale);
        String notice = session.getContext().getUri().getQueryParameters().getFirst("notice");
        AuditPage page = new AuditPage(session, auditor)
                .put("outdated", CsrfCheck.OUTDATED.equals(notice))
                .put("coverage", tables.now(coverage))
                .put(
                        "providerDisabled",
                        MagentoProvider.in(session, realm)
                                .filter(provider -> !provider.isEnabled())
                                .isPresent())
                .put("history", tables.history(reports.history(HISTORY_POINTS)))
                .put("cohorts", tables.cohorts(coverage))
                .put("record", ledger.now())
                .put("unsigned", unsigned)
                .put("findings", findings == null ? null : ledger.of(findings))
                .put("search", SearchOptions.of(IdentityForm.NOTHING, reports))
                .put("drift", tables.drift(reports.emailDrift()))
                .put("unused", tables.unused(coverage))
                .put("neverUsed", tables.neverUsed(coverage));
        return entries(page, new LedgerReader(session, realm));
    }

    private AuditPage entries(AuditPage page, LedgerReader reader) {
        EntryTable table = new EntryTable(session, new CurrentNames(session));
        return page.put("conflicts", newest(reader, table, EntryType.CONFLICT))
                .put("refusals", newest(reader, table, EntryType.REFUSED))
                .put("entries", table.rows(reader.page(LedgerFilter.newest(null), AT_A_GLANCE)))
                .put("conflictsUrl", urls.entries(Map.of("type", EntryType.CONFLICT.id())))
                .put("refusalsUrl", urls.entries(Map.of("type", EntryType.REFUSED.id())));
    }

    private static List<Map<String, Object>> newest(LedgerReader reader, EntryTable table, EntryType type) {
        return table.rows(reader.page(LedgerFilter.newest(type), AT_A_GLANCE));
    }
}
