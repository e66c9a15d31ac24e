package cloud.magento.accounts.broker.support.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import cloud.magento.accounts.broker.support.Http;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A page in a person's browser. Made once the page shows, whatever it takes to get there. */
public abstract class Screen {
    private static final double WAIT_MILLIS = 20_000;

    /** Put on a page that is being left, so that it is never mistaken for the one that comes. */
    private static final String LEFT = "data-left-by-test";

    private static final String FORGED_POST = """
            fields => {
              const form = document.createElement('form');
              form.method = 'post';
              form.action = document.querySelector('form[method=post]').getAttribute('action');
              for (const [name, value] of Object.entries(fields)) {
                form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}));
              }
              document.body.append(form);
              form.submit();
            }
            """;

    private final Page page;

    /** Waits for the page that has this mark. */
    protected Screen(Page page, String mark) {
        this.page = page;
        assertThat(page.locator("html:not([" + LEFT + "])").locator(mark).first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(WAIT_MILLIS));
        page.waitForLoadState(LoadState.DOMCONTENTLOADED);
    }

    public final Page page() {
        return page;
    }

    /** The page's one heading. */
    public final String heading() {
        return text("h1");
    }

    /** All that can be read on the page. */
    public final String text() {
        return text("body");
    }

    /** Why the last step came to nothing, if the page says so. */
    public final Optional<String> error() {
        return ifThere("#magento-error");
    }

    /** The reference that support finds the refusal by. */
    public final String reference() {
        return text("#magento-reference");
    }

    /** Goes where the page says there is help. */
    public final <T extends Screen> T help(Function<Page, T> next) {
        return click("#magento-help", next);
    }

    /** Waits until the page has been open for so long. */
    public final void stayUntilOpenFor(Duration age) {
        page.waitForFunction("millis => performance.now() > millis", (double) age.toMillis());
    }

    /** Loads the page again, as F5 does. */
    public final <T extends Screen> T reload(Function<Page, T> next) {
        return leave(page::reload, next);
    }

    /** Goes back in the browser's history, to a page that the browser may have kept as it was left. */
    public final <T extends Screen> T back(Function<Page, T> next) {
        page.goBack();
        page.evaluate("name => document.documentElement.removeAttribute(name)", LEFT);
        return next.apply(page);
    }

    /** Posts what no button of the page would, to where its form goes, as somebody with a tool of his own does. */
    public final <T extends Screen> T forge(Map<String, String> fields, Function<Page, T> next) {
        return leave(() -> page.evaluate(FORGED_POST, fields), next);
    }

    /** This address of the realm in the sign-in that the page belongs to, as a link on the page would have it. */
    public final URI inThisSignIn(URI address) {
        return withParameters(address, List.of("client_id", "tab_id", "client_data"));
    }

    /** The same with the one-time code that the page's form would send, which some addresses want. */
    public final URI inThisSignInOnce(URI address) {
        return withParameters(address, List.of("client_id", "tab_id", "client_data", "session_code"));
    }

    private URI withParameters(URI address, List<String> names) {
        URI form = URI.create(find("form[method=post]").first().getAttribute("action"));
        Map<String, String> parameters = Http.query(form);
        parameters.keySet().retainAll(names);
        return Http.uri(address.toString(), parameters);
    }

    protected final Locator find(String selector) {
        return page.locator(selector);
    }

    protected final String text(String selector) {
        return find(selector).innerText().strip();
    }

    protected final Optional<String> ifThere(String selector) {
        return find(selector).count() == 0 ? Optional.empty() : Optional.of(text(selector));
    }

    /** Clicks, and waits for the page that follows. */
    protected final <T extends Screen> T click(String selector, Function<Page, T> next) {
        return leave(() -> find(selector).click(), next);
    }

    /** Clicks the button that posts this action. */
    protected final <T extends Screen> T press(String action, Function<Page, T> next) {
        return click(button(action), next);
    }

    /** Presses Enter in the field. */
    protected final <T extends Screen> T pressEnter(String field, Function<Page, T> next) {
        return leave(() -> find(field).press("Enter"), next);
    }

    protected static String button(String action) {
        return "button[name=action][value='" + action + "']";
    }

    /** Clicks, and reads the file that comes. */
    protected final String download(String selector) {
        try {
            return Files.readString(
                    page.waitForDownload(() -> find(selector).click()).path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends Screen> T leave(Runnable step, Function<Page, T> next) {
        page.evaluate("name => document.documentElement.setAttribute(name, '')", LEFT);
        step.run();
        return next.apply(page);
    }
}
