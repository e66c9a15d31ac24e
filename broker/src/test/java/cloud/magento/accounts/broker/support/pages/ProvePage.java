package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.Optional;
import java.util.function.Function;

/** Asks for a proof that the account with the same email is one's own. */
public final class ProvePage extends Screen {
    public ProvePage(Page page) {
        super(
                page,
                "body:has(" + button("other") + "):has(#magento-upstream):not(:has(#code)):not(:has("
                        + button("connect") + "))");
    }

    public boolean asksForAPassword() {
        return find("#password").count() > 0;
    }

    public <T extends Screen> T byPassword(String password, Function<Page, T> next) {
        find("#password").fill(password);
        return press("password", next);
    }

    public <T extends Screen> T byMail(Function<Page, T> next) {
        return press("mail", next);
    }

    public <T extends Screen> T useAnother(Function<Page, T> next) {
        return press("other", next);
    }

    public <T extends Screen> T cancel(Function<Page, T> next) {
        return press("cancel", next);
    }

    public Optional<String> passwordError() {
        return ifThere("#input-error-password");
    }
}
