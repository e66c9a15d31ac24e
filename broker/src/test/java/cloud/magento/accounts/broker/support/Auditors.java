package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.pages.AuditPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** A realm with an auditor in it. */
public final class Auditors {
    private final Stage stage;
    private final BrokerRealm realm;
    private final String name;
    private final Person person;
    private final Account account;

    private Auditors(Stage stage, String name) {
        this.stage = stage;
        this.name = name;
        this.realm = stage.broker().further(name, stage.magento());
        this.person = stage.person("Agnes");
        this.account = linked("Agnes", person);
        realm.admin().grant(account, "view-magento-links");
    }

    /** A new auditor in a realm that other tests use too. */
    public static Auditors in(Stage stage, String realm) {
        return new Auditors(stage, realm);
    }

    /** An auditor in a realm of his own, so that its numbers are known. */
    public static Auditors alone(Stage stage) {
        return new Auditors(stage, "audited-" + UUID.randomUUID());
    }

    public String realmName() {
        return name;
    }

    public RealmAdmin admin() {
        return realm.admin();
    }

    /** Has the realm sign a checkpoint of its record, as an operator does. */
    public void signCheckpoint() {
        stage.broker()
                .server()
                .send("GET", "/" + name + "/magento/ledger/checkpoint", BodyPublishers.noBody())
                .expecting(200);
    }

    /** How many checkpoints the realm has signed. */
    public int checkpoints() {
        return stage.broker()
                .database()
                .query(
                        "select ID from MAGENTO_LEDGER_CHECKPOINT where REALM_ID = ?",
                        row -> row.getString(1),
                        admin().get("").get("id").asText())
                .size();
    }

    /** The auditor's own account. */
    public Account account() {
        return account;
    }

    /** A new account of the realm that is tied to nobody. */
    public Account unlinked(String firstName) {
        return admin().create(Account.called(firstName));
    }

    /** A new account of the realm, tied to the person by an operator. */
    public Account linked(String firstName, Person to) {
        Account linked = unlinked(firstName);
        admin().link(linked, Broker.PROVIDER, to.subject(), to.preferredUsername());
        return linked;
    }

    public URI page() {
        return url("");
    }

    /** An address below the auditor's page. */
    public URI url(String path) {
        return realm.url("/magento/audit" + path);
    }

    /** Signs the auditor in, by Magento.com, at the page. */
    public AuditPage signIn(Visitor visitor) {
        return signIn(visitor, person, AuditPage::new);
    }

    /** Signs in whom the account of this person belongs to. */
    public <T extends Screen> T signIn(Visitor visitor, Person whom, Function<Page, T> next) {
        return visitor.open(page(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(whom, next);
    }

    /** Lets the account through, for this reason. */
    public void exempt(Account account, String why) {
        stage.broker()
                .server()
                .send(
                        "PUT",
                        "/" + name + "/magento/users/" + account.id() + "/exemption",
                        Admin.json(Map.of("until", "2999-01-01T00:00:00Z", "reason", why)))
                .expecting(200);
    }

    /** Puts the account into a cohort of its own, whose deadline is far away. */
    public void giveTime(Account account, String cohort) {
        admin().join(account, admin().cohort(cohort, "2999-01-01T00:00:00Z"));
    }

    /** Removes the realm. */
    public void remove() {
        stage.broker().server().delete("/" + name);
    }
}
