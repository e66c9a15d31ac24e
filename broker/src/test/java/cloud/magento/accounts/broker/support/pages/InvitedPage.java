package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Leads who opened an invitation, and is linked, to the identity that takes the other's place. */
public final class InvitedPage extends Screen {
    public InvitedPage(Page page) {
        super(page, "body:has(" + button("continue") + "):has(" + button("sign-out") + "):has(#magento-old-upstream)");
    }

    public <T extends Screen> T goOn(Function<Page, T> next) {
        return press("continue", next);
    }

    public String oldUpstream() {
        return text("#magento-old-upstream");
    }
}
