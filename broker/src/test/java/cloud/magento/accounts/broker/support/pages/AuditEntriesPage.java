package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** What the newest entry about the policy changed, each its setting and what it says of it. */
    public Map<String, String> changes() {
        Map<String, String> changes = new TreeMap<>();
        find("#magento-entries-table tr[data-type=policy-changed] >> nth=0 >> [data-setting]")
                .all()
                .forEach(change -> changes.put(
                        String.valueOf(change.getAttribute("data-setting")),
                        change.innerText().replace("\n", " ")));
        return changes;
    }

    /** Follows the reference of the newest entry that has one. */
    public AuditEntriesPage ofReference() {
        return click("#magento-entries-table a[href*='reference='] >> nth=0", AuditEntriesPage::new);
    }

    public AuditEntriesPage older() {
        return click("#magento-older", AuditEntriesPage::new);
    }

    public boolean hasOlder() {
        return find("#magento-older").count() > 0;
    }
}
