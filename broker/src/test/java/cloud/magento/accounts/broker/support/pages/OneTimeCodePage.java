package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.function.Function;

/** Asks for a code of the account's authenticator app, wherever in a sign-in. */
public final class OneTimeCodePage extends Screen {
    private static final String CODE = "#otp";

    public OneTimeCodePage(Page page) {
        super(page, CODE);
    }

    public <T extends Screen> T enter(String code, Function<Page, T> next) {
        find(CODE).fill(code);
        return pressEnter(CODE, next);
    }
}
