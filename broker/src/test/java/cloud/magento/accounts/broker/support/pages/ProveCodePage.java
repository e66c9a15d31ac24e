package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.Optional;
import java.util.function.Function;

/** Asks for the code from the proof mail. */
public final class ProveCodePage extends Screen {
    public ProveCodePage(Page page) {
        super(page, "#code");
    }

    public <T extends Screen> T enter(String code, Function<Page, T> next) {
        find("#code").fill(code);
        return press("code", next);
    }

    public <T extends Screen> T sendAgain(Function<Page, T> next) {
        return press("resend", next);
    }

    public <T extends Screen> T useAnother(Function<Page, T> next) {
        return press("other", next);
    }

    public <T extends Screen> T cancel(Function<Page, T> next) {
        return press("cancel", next);
    }

    public Optional<String> codeError() {
        return ifThere("#input-error-code");
    }
}
