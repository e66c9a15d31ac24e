package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.Optional;
import java.util.function.Function;

/** Asks an unlinked account to connect: as a reminder, or as all that is left. */
public final class LinkPage extends Screen {
    private static final String SKIP = button("skip");

    public LinkPage(Page page) {
        super(page, "body:has(" + button("connect") + "):not(:has(#magento-upstream))");
    }

    public <T extends Screen> T connect(Function<Page, T> next) {
        return press("connect", next);
    }

    public <T extends Screen> T notNow(Function<Page, T> next) {
        return click(SKIP, next);
    }

    public boolean canBePutOff() {
        return find(SKIP).count() > 0;
    }

    public String notNowLabel() {
        return text(SKIP);
    }

    public String connectLabel() {
        return text(button("connect"));
    }

    public Optional<String> daysLeft() {
        return ifThere("#magento-days-left");
    }

    public Optional<String> skipsLeft() {
        return ifThere("#magento-skips-left");
    }

    public String account() {
        return text("#magento-account");
    }

    /** How many buttons or links the page's own part has, language choice and the like aside. */
    public int waysOn() {
        return find(".magento-page button, .magento-page a").count();
    }
}
