package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** The end of a sign-out, and the way back in. */
public final class SignedOutPage extends Screen {
    public SignedOutPage(Page page) {
        super(page, "#magento-signed-out");
    }

    public <T extends Screen> T signInAgain(Function<Page, T> next) {
        return click("#magento-account", next);
    }
}
