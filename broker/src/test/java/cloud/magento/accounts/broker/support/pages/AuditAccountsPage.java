package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.List;

/** The accounts that an auditor asked for. */
public final class AuditAccountsPage extends Screen {
    public AuditAccountsPage(Page page) {
        super(page, "#magento-accounts");
    }

    /** Each account's row as it is read, in their order. */
    public List<String> accounts() {
        return find("#magento-accounts-table tbody tr").allInnerTexts();
    }

    /** What the search form has chosen. */
    public String state() {
        return find("#magento-field-state").inputValue();
    }

    public AuditAccountsPage search(String text) {
        find("#magento-field-search").fill(text);
        return click("#magento-search-form button", AuditAccountsPage::new);
    }

    /** Those that are called so, and not only have it in a name. */
    public AuditAccountsPage searchExactly(String text) {
        find("#magento-field-exact").check();
        return search(text);
    }

    public boolean isExact() {
        return find("#magento-field-exact").isChecked();
    }

    public AuditAccountsPage inCohort(String name) {
        find("#magento-field-cohort").selectOption(name);
        return click("#magento-search-form button", AuditAccountsPage::new);
    }

    public boolean hasNext() {
        return find("#magento-next").count() > 0;
    }

    public AuditAccountsPage next() {
        return click("#magento-next", AuditAccountsPage::new);
    }

    public AuditAccountsPage first() {
        return click("#magento-first", AuditAccountsPage::new);
    }

    public AuditEntriesPage history(String accountId) {
        return click("tr[data-account='" + accountId + "'] td a", AuditEntriesPage::new);
    }

    /** All that were found, as a file. */
    public String export(String format) {
        return download("#magento-export-" + format + " button");
    }

    public boolean isInvalid() {
        return find("#magento-invalid").count() > 0;
    }
}
