package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Shows which two accounts are about to be tied, before they are. */
public final class PreviewPage extends Screen {
    public PreviewPage(Page page) {
        super(page, "body:has(" + button("connect") + "):has(#magento-upstream)");
    }

    public <T extends Screen> T connect(Function<Page, T> next) {
        return press("connect", next);
    }

    public <T extends Screen> T useAnother(Function<Page, T> next) {
        return press("other", next);
    }

    public <T extends Screen> T cancel(Function<Page, T> next) {
        return press("cancel", next);
    }

    /** Says that there is an account here already, where a new one is offered. */
    public <T extends Screen> T haveOneAlready(Function<Page, T> next) {
        return press("existing", next);
    }

    public boolean createsAnAccount() {
        return find(button("existing")).count() > 0;
    }

    public String account() {
        return text("#magento-account");
    }

    /** Whom the account was connected to until now, where it is to be switched. */
    public String oldUpstream() {
        return text("#magento-old-upstream");
    }

    public String upstream() {
        return text("#magento-upstream");
    }
}
