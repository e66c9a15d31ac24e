package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Tells a linked account that it signs in with Magento.com, and leads there. */
public final class LoginRequiredPage extends Screen {
    public LoginRequiredPage(Page page) {
        super(page, button("continue"));
    }

    public <T extends Screen> T signOut(Function<Page, T> next) {
        return press("sign-out", next);
    }

    public <T extends Screen> T goOn(Function<Page, T> next) {
        return press("continue", next);
    }
}
