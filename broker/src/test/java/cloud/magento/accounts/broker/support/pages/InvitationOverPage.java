package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** Where the link of an invitation's mail leads once the invitation can no longer be used. */
public final class InvitationOverPage extends Screen {
    public InvitationOverPage(Page page) {
        super(page, "#magento-over");
    }
}
