package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** What somebody sees who is no auditor. */
public final class AuditRefusedPage extends Screen {
    public AuditRefusedPage(Page page) {
        super(page, "#magento-audit-refused");
    }
}
