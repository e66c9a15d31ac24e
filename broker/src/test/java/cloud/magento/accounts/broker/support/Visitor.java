package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.pages.Screen;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.function.Function;

/** A person with a browser of their own: cookies, language, tabs. */
public final class Visitor {
    private final BrowserContext context;
    private final Page firstTab;

    Visitor(BrowserContext context) {
        this.context = context;
        this.firstTab = context.newPage();
    }

    /** A browser as most people have it, in this language ({@code nl}). */
    public static NewContextOptions speaking(String language) {
        return new NewContextOptions().setLocale(language).setViewportSize(1280, 900);
    }

    /** Goes to the address in the first tab and waits for the page. */
    public <T extends Screen> T open(URI address, Function<Page, T> page) {
        return open(firstTab, address, page);
    }

    public <T extends Screen> T openInNewTab(URI address, Function<Page, T> page) {
        return open(context.newPage(), address, page);
    }

    public Page firstTab() {
        return firstTab;
    }

    public BrowserContext context() {
        return context;
    }

    private static <T extends Screen> T open(Page tab, URI address, Function<Page, T> page) {
        tab.navigate(address.toString());
        return page.apply(tab);
    }
}
