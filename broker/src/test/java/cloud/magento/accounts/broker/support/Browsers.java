package cloud.magento.accounts.broker.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Chromium that is installed here; one process for all stories, a fresh context for each person. The one without a
 * window to paint does the same with a quarter of the work.
 */
final class Browsers implements AutoCloseable {
    private static final List<String> INSTALLED = List.of("/usr/bin/chromium-headless-shell", "/usr/bin/chromium");

    private final Playwright playwright;
    private final Browser chromium;

    Browsers() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(executable())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
    }

    private static Path executable() {
        return Optional.ofNullable(System.getenv("CHROMIUM"))
                .or(() -> INSTALLED.stream()
                        .filter(path -> Files.isExecutable(Path.of(path)))
                        .findFirst())
                .map(Path::of)
                .orElseThrow(() -> new IllegalStateException("No Chromium at " + INSTALLED + "; set CHROMIUM"));
    }

    Visitor visitor(NewContextOptions options) {
        return new Visitor(chromium.newContext(options));
    }

    /** Ends every person's visit. */
    void closeContexts() {
        List.copyOf(chromium.contexts()).forEach(BrowserContext::close);
    }

    /** Takes a picture of every open tab, for a test that failed. */
    void photograph(ExtensionContext test) {
        String name = (test.getRequiredTestClass().getSimpleName() + "."
                        + test.getRequiredTestMethod().getName() + "." + test.getDisplayName())
                .replaceAll("[^A-Za-z0-9.]+", "-");
        int number = 0;
        for (BrowserContext context : chromium.contexts()) {
            for (Page page : context.pages()) {
                Path picture = Path.of("target", "screenshots", name + "-" + ++number + ".png");
                page.screenshot(new ScreenshotOptions().setPath(picture).setFullPage(true));
            }
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
