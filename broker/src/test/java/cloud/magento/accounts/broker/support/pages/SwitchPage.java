package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Leads to Magento.com to prove the identity that is connected, and then the one that takes its place. */
public final class SwitchPage extends Screen {
    public SwitchPage(Page page) {
        super(page, "body:has(" + button("continue") + "):has(#magento-old-upstream)");
    }

    public <T extends Screen> T goOn(Function<Page, T> next) {
        return press("continue", next);
    }

    public <T extends Screen> T cancel(Function<Page, T> next) {
        return press("cancel", next);
    }

    public String oldUpstream() {
        return text("#magento-old-upstream");
    }
}
