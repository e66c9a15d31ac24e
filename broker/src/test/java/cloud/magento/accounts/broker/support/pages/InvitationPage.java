package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Where the link of an invitation's mail leads. */
public final class InvitationPage extends Screen {
    private static final String OPEN = "#magento-open";

    public InvitationPage(Page page) {
        super(page, OPEN);
    }

    public <T extends Screen> T open(Function<Page, T> next) {
        return click(OPEN, next);
    }
}
