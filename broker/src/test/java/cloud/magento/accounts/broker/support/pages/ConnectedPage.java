package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Says that the account has just been connected, on the way to an application. */
public final class ConnectedPage extends Screen {
    private static final String GO_ON = button("go-on");

    public ConnectedPage(Page page) {
        super(page, GO_ON);
    }

    public String notice() {
        return text("#magento-notice");
    }

    public <T extends Screen> T goOn(Function<Page, T> next) {
        return click(GO_ON, next);
    }
}
