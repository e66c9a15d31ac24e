package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.List;

/** The entries of the record that an auditor asked for. */
public final class AuditEntriesPage extends Screen {
    public AuditEntriesPage(Page page) {
        super(page, "#magento-entries-form");
    }

    /** Each entry's row as it is read, the newest first. */
    public List<String> entries() {
        return find("#magento-entries-table tbody tr").allInnerTexts();
    }

    public List<String> types() {
        return find("#magento-entries-table tbody tr").all().stream()
                .map(row -> String.valueOf(row.getAttribute("data-type")))
                .toList();
    }

    /** Whose history it is. */
    public String subject() {
        return text("#magento-subject");
    }

    public AuditEntriesPage ofAccount(String text) {
        find("#magento-field-user").fill(text);
        return click("#magento-entries-form button", AuditEntriesPage::new);
    }

    public AuditEntriesPage ofType(String type) {
        find("#magento-field-type").selectOption(type);
        return click("#magento-entries-form button", AuditEntriesPage::new);
    }

    public AuditEntriesPage older() {
        return click("#magento-older", AuditEntriesPage::new);
    }

    public boolean hasOlder() {
        return find("#magento-older").count() > 0;
    }
}
