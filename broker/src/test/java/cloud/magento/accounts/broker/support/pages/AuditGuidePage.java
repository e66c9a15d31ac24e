package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** A guide, as the server that it is about shows it. */
public final class AuditGuidePage extends Screen {
    public AuditGuidePage(Page page) {
        super(page, "#magento-guide-text");
    }

    public AuditGuidePage follow(String words) {
        return click("#magento-guide-text a >> text=" + words + " >> nth=0", AuditGuidePage::new);
    }
}
