package cloud.magento.accounts.broker.support.pages;

import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.Page;
import java.util.function.Function;

/** The stand-in's log-in page. */
public final class MagentoLoginPage extends Screen {
    public MagentoLoginPage(Page page) {
        super(page, "body[data-page=login]");
    }

    public <T extends Screen> T logIn(Person person, Function<Page, T> next) {
        find("input[name=login]").fill(person.preferredUsername());
        return press("login", next);
    }

    public <T extends Screen> T createAccount(String name, String email, Function<Page, T> next) {
        find("input[name=name]").fill(name);
        find("input[name=email]").fill(email);
        return press("create", next);
    }

    public <T extends Screen> T deny(Function<Page, T> next) {
        return press("deny", next);
    }

    /** The name the broker suggested. */
    public String hint() {
        return find("input[name=login]").inputValue();
    }
}
