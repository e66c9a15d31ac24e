package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Auditors;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.pages.AuditAccountsPage;
import cloud.magento.accounts.broker.support.pages.AuditEntriesPage;
import cloud.magento.accounts.broker.support.pages.AuditGuidePage;
import cloud.magento.accounts.broker.support.pages.AuditPage;
import cloud.magento.accounts.broker.support.pages.AuditRefusedPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The auditor's page is for auditors, tells on them, and is safe against other sites and against names. */
class AuditPageIT {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>{0}${7*7}\u202e\"><script>alert(2)</script>";

    @RegisterExtension
    final Stage stage = new Stage();

    private Auditors auditors;

    @BeforeEach
    void anAuditor() {
        auditors = Auditors.in(stage, "audit-pages");
    }

    @AfterEach
    void thePolicyAsItWas() {
        auditors.admin().configureProvider(Broker.PROVIDER, Policy.DUE.settings());
    }

    @Test
    void rejectsAccountWithoutAuditorRole() {
        // given
        Person lee = stage.person("Lee");
        Account account = auditors.linked("Lee", lee);
        Account secret = auditors.unlinked("Secret");
        Visitor visitor = stage.visitor();

        // when
        AuditRefusedPage refused = auditors.signIn(visitor, lee, AuditRefusedPage::new);

        // then
        assertThat(refused.text()).contains("view-magento-links").doesNotContain(secret.username());
        assertThat(List.of("", "/accounts", "/entries"))
                .allSatisfy(path -> assertThat(get(visitor, path).status()).isEqualTo(403));
        assertThat(List.of("/accounts/export", "/record/export", "/record/verify", "/record/checkpoint"))
                .allSatisfy(path ->
                        assertThat(post(visitor, path, "guessed").status()).isEqualTo(403));
        assertThat(auditors.admin().adminEvents(account)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"manage-magento-links", "realm-admin"})
    void admitsAuditorWithCompositeRole(String role) {
        // given
        Person lee = stage.person("Lee");
        auditors.admin().grant(auditors.linked("Lee", lee), role);

        // then
        assertThat(auditors.signIn(stage.visitor(), lee, AuditPage::new).summary())
                .contains("accounts are connected");
    }

    @Test
    void rejectsAuditorOfOtherRealm() {
        // given
        Visitor visitor = stage.visitor();
        auditors.signIn(visitor);

        Auditors others = Auditors.in(stage, "audit-others");

        // when
        SignInPage signIn = visitor.open(others.page(), SignInPage::new);

        // then
        assertThat(signIn.text()).doesNotContain(others.account().username());
        assertThat(get(visitor, others.url("/accounts").toString(), 0).status()).isEqualTo(303);
    }

    @Test
    void gatesAuditorDespiteRole() {
        // given
        Account unlinked = auditors.unlinked("Lee");
        auditors.admin().grant(unlinked, "view-magento-links");

        // then
        stage.visitor().open(auditors.page(), SignInPage::new).enter(unlinked, LinkPage::new);
        stage.visitor().open(auditors.page(), SignInPage::new).enter(auditors.account(), LoginRequiredPage::new);
    }

    @Test
    void gatesSessionFromBeforeDeadline() {
        // given
        Account unlinked = auditors.unlinked("Lee");
        auditors.admin().grant(unlinked, "view-magento-links");
        auditors.admin()
                .configureProvider(
                        Broker.PROVIDER, Policy.before(Duration.ofDays(60)).settings());
        Visitor visitor = stage.visitor();
        visitor.open(auditors.page(), SignInPage::new).enter(unlinked, AuditPage::new);

        // when
        auditors.admin().configureProvider(Broker.PROVIDER, Policy.DUE.settings());

        // then
        visitor.open(auditors.page(), LinkPage::new);
    }

    @Test
    void showsReminderBeforeAuditPage() {
        // given
        Account unlinked = auditors.unlinked("Lee");
        auditors.admin().grant(unlinked, "view-magento-links");
        auditors.admin()
                .configureProvider(
                        Broker.PROVIDER,
                        Policy.remindingFor(Duration.ofDays(10)).settings());

        // then
        stage.visitor()
                .open(auditors.page(), SignInPage::new)
                .enter(unlinked, LinkPage::new)
                .notNow(AuditPage::new);
    }

    @Test
    void findsAccountByExactEmail() {
        // given
        Account ada = auditors.unlinked("Ada");
        auditors.admin().change(auditors.unlinked("Eve"), Map.of("email", "x" + ada.email()));
        Visitor visitor = stage.visitor();
        auditors.signIn(visitor);
        AuditAccountsPage some =
                visitor.open(auditors.url("/accounts"), AuditAccountsPage::new).search(ada.email());
        assertThat(some.accounts()).hasSize(2);

        // when
        AuditAccountsPage one = some.searchExactly(ada.email());

        // then
        assertThat(one.isExact()).isTrue();
        assertThat(one.accounts())
                .singleElement()
                .satisfies(row -> assertThat(row).contains(ada.username()));
        assertThat(one.export("csv")).contains(ada.username()).doesNotContain("x" + ada.email());
    }

    @Test
    void recordsEveryReadAsAdminEvent() {
        // given
        AuditPage page = auditors.signIn(stage.visitor());

        // when
        AuditAccountsPage accounts = page.search("somebody’s name");
        page.page().navigate(auditors.url("/accounts?state=linked").toString());
        accounts.export("csv");
        page.page()
                .navigate(auditors.url("/entries?user=" + auditors.account().username())
                        .toString());
        page.page().navigate(auditors.page().toString());
        page.downloadRecord();
        page.verify();

        // then
        List<String> told = new ArrayList<>();
        for (JsonNode event : auditors.admin().adminEvents(auditors.account())) {
            assertThat(event.get("operationType").asText()).isEqualTo("ACTION");
            assertThat(event.get("authDetails").get("ipAddress").asText()).isNotBlank();
            assertThat(event.get("representation").asText()).doesNotContain("somebody");
            told.add(
                    0,
                    event.get("resourceType").asText() + " "
                            + event.get("resourcePath").asText());
        }
        assertThat(told)
                .containsExactly(
                        "MAGENTO_LEDGER magento/audit",
                        "MAGENTO_IDENTITIES magento/audit/accounts",
                        "MAGENTO_IDENTITIES magento/audit/accounts",
                        "MAGENTO_EXPORT magento/audit/accounts/export",
                        "MAGENTO_LEDGER magento/audit/entries",
                        "MAGENTO_LEDGER magento/audit",
                        "MAGENTO_LEDGER magento/audit/record/export",
                        "MAGENTO_LEDGER magento/audit/record/verify");
    }

    @Test
    void forbidsClickjackingAndCaching() {
        // given
        AuditPage page = auditors.signIn(stage.visitor());

        for (String path : List.of("", "/accounts", "/entries")) {
            // when
            Response response = page.page().navigate(auditors.url(path).toString());

            // then
            assertThat(response.headerValue("X-Frame-Options")).isEqualTo("DENY");
            assertThat(response.headerValue("Content-Security-Policy")).contains("frame-ancestors 'none'");
            assertThat(response.headerValue("Cache-Control")).isEqualTo("no-store");
            assertThat(response.headerValue("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/accounts/export", "/record/export", "/record/verify", "/record/checkpoint"})
    void rejectsCsrfOnEveryAction(String path) {
        // given
        Visitor visitor = stage.visitor();
        auditors.signIn(visitor);
        // Signed beforehand, so that none is due meanwhile.
        auditors.signCheckpoint();
        int before = auditors.admin().adminEvents(auditors.account()).size();
        int checkpoints = auditors.checkpoints();

        // then
        APIResponse answer = post(visitor, path, "guessed");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers().get("location")).endsWith("/magento/audit?notice=outdated");
        assertThat(auditors.admin().adminEvents(auditors.account())).hasSize(before);
        assertThat(auditors.checkpoints()).isEqualTo(checkpoints);
    }

    @Test
    void rejectsInvalidParametersOnPage() {
        // given
        AuditPage page = auditors.signIn(stage.visitor());

        for (String path : List.of(
                "/accounts?state=nonsense",
                "/accounts?use=17",
                "/accounts?cohort=nonsense",
                "/accounts?after=nonsense",
                "/accounts?search=" + "x".repeat(256),
                "/entries?type=nonsense",
                "/entries?from=nonsense",
                "/entries?before=nonsense")) {
            // when
            Response response = page.page().navigate(auditors.url(path).toString());

            // then
            assertThat(response.status()).as(path).isEqualTo(400);
            assertThat(page.page().locator("#magento-invalid").isVisible()).isTrue();
        }
    }

    @Test
    void findsRefusalByReference() {
        // given
        Person ada = stage.person("Ada");
        Account owner = auditors.linked("Ada", ada);
        Person eve = stage.magento().add(Person.called("Eve").withEmail(owner.email()));
        String known = reference(new Walker()
                .signInThrough(
                        stage.broker().url("/realms/" + auditors.realmName() + "/magento/user"), stage.magento(), eve));
        String unknown = reference(new Walker()
                .open(stage.broker().url("/realms/" + auditors.realmName() + "/broker/magento/endpoint?state=x")));
        AuditPage page = auditors.signIn(stage.visitor());

        // when
        page.page()
                .fill("#magento-field-reference", known.toLowerCase(Locale.ROOT).replace("-", " "));
        page.page().press("#magento-field-reference", "Enter");

        // then
        assertThat(page.page().locator("#magento-found-reference").textContent())
                .isEqualTo(known);
        assertThat(page.page().locator("#magento-found").getAttribute("data-reason"))
                .isEqualTo("account-already-linked");
        assertThat(page.page().locator("#magento-found-account").textContent()).contains(owner.username());
        assertThat(page.page().locator("#magento-found-subject").textContent()).contains(eve.subject());
        assertThat(page.page().locator("#magento-found-next").textContent()).isNotBlank();
        assertThat(page.page().locator("#magento-entries-table tbody tr").count())
                .isEqualTo(1);

        // when: nobody was known
        page.page().fill("#magento-field-reference", unknown);
        page.page().press("#magento-field-reference", "Enter");

        // then
        assertThat(page.page().locator("#magento-found-nobody").isVisible()).isTrue();
        assertThat(page.page().locator("#magento-found-reason").textContent()).contains("upstream-answer-stale");

        // when: nothing has it
        page.page().fill("#magento-field-reference", "M-2222-2222");
        page.page().press("#magento-field-reference", "Enter");

        // then
        assertThat(page.page().locator("#magento-reference-none").isVisible()).isTrue();
        assertThat(page.page().locator("#magento-found").count()).isZero();
    }

    private static String reference(Walker.Shown page) {
        return page.reference().orElseThrow(() -> new AssertionError(page.page().body()));
    }

    @Test
    void showsOwnerAndIdentityOfConflict() {
        // given
        Person ada = stage.person("Ada");
        Account owner = auditors.linked("Ada", ada);
        Account other = auditors.unlinked("Eve");
        auditors.admin()
                .tryToLink(other, Broker.PROVIDER, ada.subject(), "whatever")
                .expecting(409);
        AuditPage page = auditors.signIn(stage.visitor());

        // when
        AuditEntriesPage conflicts = page.allConflicts().ofAccount(other.username());

        // then
        assertThat(conflicts.entries())
                .singleElement()
                .asString()
                .contains(other.username(), ada.subject(), ada.preferredUsername(), "Belongs to " + owner.username());

        // when: the account that somebody wanted has an owner too
        Person eve = refusedForEmailOf(owner);

        // then
        assertThat(conflicts.ofAccount(owner.username()).entries())
                .singleElement()
                .asString()
                .contains("Connected to " + ada.preferredUsername(), eve.subject(), "Belongs to no account here");
    }

    /** Somebody comes from Magento.com with the address of an account that is connected already. */
    private Person refusedForEmailOf(Account owner) {
        Person eve = stage.magento().add(Person.called("Eve").withEmail(owner.email()));
        reference(new Walker()
                .signInThrough(
                        stage.broker().url("/realms/" + auditors.realmName() + "/magento/user"), stage.magento(), eve));
        return eve;
    }

    @Test
    void showsWhatChangedInPolicyAndNothingElse() {
        // given
        AuditPage page = auditors.signIn(stage.visitor());
        auditors.admin().configureProvider(Broker.PROVIDER, Map.of("linkMaxSkips", "7"));
        String cohort = "later-" + UUID.randomUUID();

        // when
        auditors.admin()
                .configureProvider(
                        Broker.PROVIDER, Map.of("linkMaxSkips", "8", "linkRemindFrom", "2020-02-01T13:30:00Z"));
        page.page().navigate(auditors.url("/entries?type=policy-changed").toString());
        AuditEntriesPage entries = new AuditEntriesPage(page.page());

        // then
        assertThat(entries.changes())
                .containsExactly(
                        Map.entry("linkMaxSkips", "linkMaxSkips Before: 7 After: 8"),
                        Map.entry(
                                "linkRemindFrom", "linkRemindFrom Before: not set After: 1 February 2020, 13:30 UTC"));

        // when
        auditors.giveTime(auditors.unlinked("Dirk"), cohort);

        // then
        assertThat(page.reload(AuditEntriesPage::new).changes().values())
                .singleElement()
                .isEqualTo("Cohort /" + cohort + " Before: not set After: 1 January 2999");

        // finally
        auditors.admin().configureProvider(Broker.PROVIDER, Map.of("linkMaxSkips", "", "linkRemindFrom", ""));
    }

    @Test
    void opensGuidesThatItNames() {
        // given
        Visitor visitor = stage.visitor();

        // when
        AuditGuidePage guide = auditors.signIn(visitor).guide();

        // then
        assertThat(guide.page().url()).endsWith("#guide-take-the-record-away-and-verify-it");
        assertThat(guide.text()).contains("magento-ledger verify magento-ledger.ndjson");
        assertThat(guide.follow("The ledger").text()).contains("seq", "beginning-missing");
        assertThat(get(visitor, "/guides/nonsense").status()).isEqualTo(404);
        assertThat(get(visitor, "/guides/..%2Fauditor").status()).isIn(400, 404);
        assertThat(get(stage.visitor(), "/guides/auditor").status()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void copiesWholeIdThatIsShownShort(boolean withScripts) {
        // given
        Person ada = stage.magento().add(Person.called("Ada").withSubject("ada-" + UUID.randomUUID()));
        Account account = auditors.linked("Ada", ada);
        Visitor visitor = stage.visitor(Visitor.speaking("en")
                .setJavaScriptEnabled(withScripts)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        AuditPage page = auditors.signIn(visitor);
        page.page()
                .navigate(auditors.url("/accounts?exact=true&search=" + account.username())
                        .toString());
        Locator id = page.page().locator("#magento-accounts-table .magento-audit-id bdi");

        // then: it is cut short, and whole where it is focused or selected
        assertThat(id.textContent()).isEqualTo(ada.subject());
        assertThat(id.boundingBox().width).isLessThan(110);
        if (withScripts) {
            page.page().click("#magento-accounts-table .magento-audit-copy");
            page.page().waitForSelector(".magento-audit-said >> text=Copied");
        } else {
            assertThat(page.page().locator(".magento-audit-copy").count()).isZero();
            id.click();
            assertThat(id.boundingBox().width).isGreaterThan(110);
            page.page().keyboard().press("Control+c");
        }
        assertThat(pasted(page)).isEqualTo(ada.subject());

        // when: selected by hand
        if (withScripts) {
            page.page().evaluate("navigator.clipboard.writeText('')");
            id.click();
            page.page().keyboard().press("Control+c");
            assertThat(pasted(page)).isEqualTo(ada.subject());
        }
    }

    /** What the clipboard has, by a field, since a page without scripts cannot be asked. */
    private static String pasted(AuditPage page) {
        Locator field = page.page().locator("#magento-field-search");
        field.fill("");
        field.press("Control+v");
        return field.inputValue();
    }

    @Test
    void leadsFromReferenceInRecordToItsEntry() {
        // given
        Account owner = auditors.linked("Ada", stage.person("Ada"));
        Person eve = refusedForEmailOf(owner);
        AuditPage page = auditors.signIn(stage.visitor());

        // when
        AuditEntriesPage found = page.allEntries().ofAccount(owner.username()).ofReference();

        // then
        assertThat(found.page().locator("#magento-found-subject").textContent()).contains(eve.subject());
        assertThat(found.entries()).singleElement().asString().contains(eve.subject());
    }

    @Test
    void escapesNamesAgainstXssAndTemplateInjection() {
        // given
        Account account = auditors.unlinked("Mallory");
        auditors.admin().link(account, Broker.PROVIDER, "<b>{1}</b>" + account.id(), HOSTILE);
        auditors.admin().join(account, HOSTILE, Map.of("magento.link.enforceFrom", List.of("2020-02-02T00:00:00Z")));
        Visitor visitor = stage.visitor();
        List<String> dialogs = new ArrayList<>();
        visitor.firstTab().onDialog(dialog -> {
            dialogs.add(dialog.message());
            dialog.dismiss();
        });

        // when
        AuditPage page = auditors.signIn(visitor);

        // then
        assertThat(page.rows("cohorts"))
                .anySatisfy(row -> assertThat(row.get(0)).isEqualTo("/" + HOSTILE));
        assertThat(page.rows("entries"))
                .anySatisfy(row -> assertThat(row.get(4)).contains(HOSTILE));
        assertThat(page.list("linked").accounts())
                .anySatisfy(row -> assertThat(row).contains(HOSTILE));
        AuditAccountsPage searched =
                visitor.open(auditors.url("/accounts"), AuditAccountsPage::new).search(HOSTILE);
        assertThat(searched.accounts()).hasSize(1);
        assertThat(searched.page().locator("#magento-field-search").inputValue())
                .isEqualTo(HOSTILE);
        assertThat(searched.page().locator("main img, main script:not([src])").count())
                .isZero();
        assertThat(dialogs).isEmpty();
    }

    private APIResponse get(Visitor visitor, String path) {
        return get(visitor, auditors.url(path).toString(), 0);
    }

    private static APIResponse get(Visitor visitor, String address, int redirects) {
        return visitor.context().request().get(address, RequestOptions.create().setMaxRedirects(redirects));
    }

    private APIResponse post(Visitor visitor, String path, String stateChecker) {
        return visitor.context()
                .request()
                .post(
                        auditors.url(path).toString(),
                        RequestOptions.create()
                                .setForm(FormData.create().set("stateChecker", stateChecker))
                                .setMaxRedirects(0));
    }
}
