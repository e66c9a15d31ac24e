package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The auditor's page: everything at a glance. */
public final class AuditPage extends Screen {
    public AuditPage(Page page) {
        super(page, "#magento-coverage");
    }

    public String summary() {
        return text("#magento-coverage-summary");
    }

    public String deadline() {
        return text("#magento-deadline");
    }

    public Optional<String> reportOnly() {
        return ifThere("#magento-report-only");
    }

    public Optional<String> providerDisabled() {
        return ifThere("#magento-provider-disabled");
    }

    /** The number of accounts in this state, as the first table has it. */
    public String accounts(String state) {
        return find("#magento-coverage-table tr[data-state=" + state + "] td")
                .first()
                .innerText();
    }

    /** The rows of a section's table, each its cells as they are read. */
    public List<List<String>> rows(String section) {
        return find("#magento-" + section + "-table tbody tr").all().stream()
                .map(row -> row.locator("th, td").allInnerTexts())
                .toList();
    }

    /** How many rows of a section's table are to be seen. */
    public int rowsInSight(String section) {
        return find("#magento-" + section + "-table tbody tr:visible").count();
    }

    /** Shows every row of a section's table, or fewer again. */
    public void toggleAllRows(String section) {
        find("#magento-" + section + " .magento-audit-all summary").click();
    }

    /** The parts of the coverage's bar, each its state and how much of the bar it takes, in thousandths. */
    public List<String> bar() {
        return find("#magento-coverage .magento-audit-bar rect").all().stream()
                .map(part -> String.valueOf(part.getAttribute("class")).replace("magento-audit-bar-", "") + " "
                        + part.getAttribute("width"))
                .toList();
    }

    public String percent() {
        return text("#magento-coverage .magento-audit-percent");
    }

    /** Follows a number to the list that it counts. */
    public AuditAccountsPage list(String state) {
        return click("#magento-coverage-table tr[data-state=" + state + "] a", AuditAccountsPage::new);
    }

    /** Follows the first number of a section that is a link. */
    public AuditAccountsPage listOf(String section) {
        return click("#magento-" + section + "-table a >> nth=0", AuditAccountsPage::new);
    }

    public AuditAccountsPage search(String text) {
        find("#magento-field-search").fill(text);
        return click("#magento-search-form button", AuditAccountsPage::new);
    }

    public AuditPage verify() {
        return click("#magento-verify button", AuditPage::new);
    }

    /** What the check came to. */
    public String findings() {
        return text("#magento-findings");
    }

    /** What kind of fault the check found. */
    public String fault() {
        return String.valueOf(find("#magento-fault").getAttribute("data-fault"));
    }

    public String size() {
        return text("#magento-size");
    }

    public String checkpoint() {
        return text("#magento-checkpoint");
    }

    public String downloadRecord() {
        return download("#magento-record-export button");
    }

    public String downloadCheckpoint() {
        return download("#magento-record-checkpoint button");
    }

    public String downloadKeys() {
        return download("#magento-keys");
    }

    /** The history of the account that the newest entry tells of. */
    public AuditEntriesPage historyOfTheNewest() {
        return click("#magento-entries-table tbody a >> nth=0", AuditEntriesPage::new);
    }

    public AuditEntriesPage allConflicts() {
        return click("#magento-all-conflicts", AuditEntriesPage::new);
    }

    public AuditGuidePage guide() {
        return click("#magento-guide", AuditGuidePage::new);
    }

    public AuditEntriesPage allEntries() {
        return click("#magento-entries p a", AuditEntriesPage::new);
    }

    /** How many charts were drawn. */
    public int charts() {
        return find("[data-chart] canvas").count();
    }

    public <T extends Screen> T signOut(Function<Page, T> next) {
        return click("#magento-sign-out", next);
    }
}
