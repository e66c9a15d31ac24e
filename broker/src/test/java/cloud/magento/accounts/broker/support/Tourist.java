package cloud.magento.accounts.broker.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Somebody who tries what there is on a page: whether it is alive, and where its links and buttons lead. A page is
 * alive that is no error, asked for nothing that was refused, and has a way on.
 */
public final class Tourist {
    private static final String LEFT = "data-left-by-tourist";

    /** Ways on: not the choice of a language, nor a link within the page. */
    private static final String WAY_ON =
            "a[href]:not([hreflang]):not([href^='#']):visible, button:visible, input[type=submit]:visible";

    private static final Pattern ACCOUNT_CONSOLE = Pattern.compile("/realms/[^/]+/account\\b(?!s)");

    private static final String ERROR = "#kc-error-message, [data-page-id='login-error']";

    private final Page page;
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<Download> downloads = new CopyOnWriteArrayList<>();

    private Tourist(Page page) {
        this.page = page;
        page.onResponse(this::note);
        page.onDownload(downloads::add);
    }

    /** Somebody who looks at this tab from now on. */
    public static Tourist in(Page page) {
        return new Tourist(page);
    }

    private void note(Response answer) {
        if (answer.status() >= 400 && !answer.url().endsWith("/favicon.ico")) {
            refused.add(answer.status() + " " + answer.url());
        }
    }

    /** Fails unless the page that shows is alive. */
    public void assertAlive(String where) {
        page.waitForLoadState();
        if (ACCOUNT_CONSOLE.matcher(page.url()).find()) {
            // Keycloak's account console asks for what it shows once it is there.
            page.locator("main h1").first().waitFor();
        }
        page.locator(WAY_ON).first().waitFor();
        assertThat(refused).as(where).isEmpty();
        assertThat(page.locator(ERROR).count())
                .as(where + ": " + page.locator("body").innerText())
                .isZero();
        assertThat(page.locator("body").innerText()).as(where).isNotBlank();
    }

    /** Where the page's links lead; hidden ones, as of a menu, too. Of the languages one stands for all. */
    public Set<String> links() {
        Set<String> links = new TreeSet<>();
        List<Locator> all =
                new ArrayList<>(page.locator("a[href]:not([hreflang])").all());
        page.locator("a[href][hreflang]:not([aria-current])").all().stream()
                .findFirst()
                .ifPresent(all::add);
        for (Locator link : all) {
            String address = String.valueOf(link.evaluate("link => link.href"));
            if (address.startsWith("http://localhost") && !address.contains("#")) {
                links.add(address);
            }
        }
        return links;
    }

    /** What the page's buttons say, those aside that send nothing. */
    public List<String> buttons() {
        List<String> names = new ArrayList<>();
        for (Locator button : page.locator("button[type=submit]:visible, input[type=submit]:visible")
                .all()) {
            names.add(String.valueOf(button.evaluate("button => (button.innerText || button.value).trim()")));
        }
        return names;
    }

    /** Goes where the link leads, which is a page that is alive, or a file. */
    public void follow(String address, String where) {
        Response answer = page.navigate(address);
        String type = answer == null ? "" : answer.headers().getOrDefault("content-type", "");
        if (type.startsWith("text/html")) {
            assertAlive(where);
        } else {
            assertThat(refused).as(where).isEmpty();
        }
    }

    /** Presses the button that has this place among {@link #buttons}, and waits for what comes of it. */
    public void press(int place) {
        page.evaluate("name => document.documentElement.setAttribute(name, '')", LEFT);
        Locator button = page.locator("button[type=submit]:visible, input[type=submit]:visible")
                .nth(place);
        boolean sends = Boolean.TRUE.equals(
                button.evaluate("button => !button.form || button.form.noValidate || button.form.checkValidity()"));
        button.click();
        if (sends) {
            page.waitForCondition(() -> !downloads.isEmpty() || hasLeft());
        }
    }

    private boolean hasLeft() {
        return Boolean.TRUE.equals(page.evaluate("name => !document.documentElement.hasAttribute(name)", LEFT));
    }
}
