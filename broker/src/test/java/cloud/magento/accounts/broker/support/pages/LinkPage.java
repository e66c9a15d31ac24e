package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.Optional;
import java.util.function.Function;

/** Asks an unlinked account to connect: as a reminder, or as all that is left. */
public final class LinkPage extends Screen {
    private static final String SKIP = button("skip");

    /** After a conflict the same button leads to another Magento.com account than the one just used. */
    private static final String CONNECT = ":is(" + button("connect") + ", " + button("other") + ")";

    public LinkPage(Page page) {
        super(page, "body:has(" + CONNECT + "):not(:has(#magento-upstream)):not(:has(#magento-old-upstream))");
    }

    public <T extends Screen> T connect(Function<Page, T> next) {
        return click(CONNECT, next);
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
        return text(CONNECT);
    }

    public Optional<String> daysLeft() {
        return ifThere("#magento-days-left");
    }

    public Optional<String> skipsLeft() {
        return ifThere("#magento-skips-left");
    }

    /** Whether it tries again by itself. */
    public boolean waits() {
        return find("#magento-waits").count() > 0;
    }

    /** The Magento.com account that the last attempt was made with. */
    public Optional<String> used() {
        return ifThere("#magento-used-upstream");
    }

    /** What the page says of the last step that came to no harm. */
    public Optional<String> notice() {
        return ifThere("#magento-notice");
    }

    /** Where support is found. */
    public Optional<String> supportAddress() {
        return find("#magento-support-link").all().stream()
                .map(link -> link.getAttribute("href"))
                .findFirst();
    }

    public <T extends Screen> T signOut(Function<Page, T> next) {
        return press("sign-out", next);
    }

    public String account() {
        return text("#magento-account");
    }

    /** How many buttons the page has that lead on; leaving, languages and the like aside. */
    public int waysOn() {
        return find("main button[name=action]:not([value='sign-out'])").count();
    }
}
