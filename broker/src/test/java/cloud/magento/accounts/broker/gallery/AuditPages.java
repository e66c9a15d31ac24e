package cloud.magento.accounts.broker.gallery;

import static cloud.magento.accounts.broker.gallery.GalleryEntry.page;

import cloud.magento.accounts.broker.support.pages.AuditAccountsPage;
import cloud.magento.accounts.broker.support.pages.AuditEntriesPage;
import cloud.magento.accounts.broker.support.pages.AuditGuidePage;
import cloud.magento.accounts.broker.support.pages.AuditPage;
import cloud.magento.accounts.broker.support.pages.AuditRefusedPage;
import java.util.List;
import java.util.Map;

/** The auditor's pages. */
final class AuditPages {
    private static final String ACCOUNTS = "magento-audit-accounts.ftl";
    private static final String ACCOUNTS_TITLE = "magento.audit.nav.accounts";
    private static final String ENTRIES = "magento-audit-entries.ftl";
    private static final String ENTRIES_TITLE = "magento.audit.nav.entries";

    private AuditPages() {}

    static List<GalleryEntry> entries() {
        return List.of(
                page("audit", "magento-audit.ftl", "magento.audit.title", AuditPages::overview),
                page(
                        "audit-verified",
                        "magento-audit.ftl",
                        "magento.audit.title",
                        way -> overview(way).verify()),
                page("audit-alerts", "magento-audit.ftl", "magento.audit.title", way -> {
                            Office office = way.office();
                            office.configure(Map.of("linkReportOnly", "true"), Map.of("linkReportOnly", "false"));
                            AuditPage page = overview(way);
                            office.disableProvider();
                            return page.reload(AuditPage::new);
                        })
                        .saying("magento.audit.coverage.report-only", "magento.audit.coverage.provider-disabled"),
                page(
                        "audit-refused",
                        "magento-audit-refused.ftl",
                        "magento.audit.refused.title",
                        way -> way.office().openAsStranger("/magento/audit", AuditRefusedPage::new)),
                page("audit-accounts", ACCOUNTS, ACCOUNTS_TITLE, way -> accounts(way, "")),
                page("audit-accounts-none", ACCOUNTS, ACCOUNTS_TITLE, way -> accounts(way, "?search=nobody"))
                        .saying("magento.audit.accounts.none"),
                page("audit-accounts-invalid", ACCOUNTS, ACCOUNTS_TITLE, way -> accounts(way, "?use=17"))
                        .saying("magento.audit.invalid"),
                page(
                                "audit-guide",
                                "magento-audit-guide.ftl",
                                "",
                                way -> way.office().open("/magento/audit/guides/auditor", AuditGuidePage::new))
                        .inEnglish(),
                page("audit-entries", ENTRIES, ENTRIES_TITLE, way -> entries(way, "")),
                page(
                                "audit-entries-of-account",
                                ENTRIES,
                                ENTRIES_TITLE,
                                way -> entries(
                                        way, "?user=" + way.office().unlinked().username()))
                        .saying("magento.audit.entries.of"),
                page(
                        "audit-entries-reference",
                        ENTRIES,
                        ENTRIES_TITLE,
                        way -> entries(way, "?reference=" + way.office().reference())),
                page(
                        "audit-entries-reference-unknown",
                        ENTRIES,
                        ENTRIES_TITLE,
                        way -> entries(way, "?reference=M-2222-2222")));
    }

    private static AuditPage overview(Walk way) {
        return way.office().open("/magento/audit", AuditPage::new);
    }

    private static AuditAccountsPage accounts(Walk way, String query) {
        return way.office().open("/magento/audit/accounts" + query, AuditAccountsPage::new);
    }

    private static AuditEntriesPage entries(Walk way, String query) {
        return way.office().open("/magento/audit/entries" + query, AuditEntriesPage::new);
    }
}
