package cloud.magento.accounts.broker.gallery;

import cloud.magento.accounts.broker.gallery.GalleryEntry.Shown;
import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes to the gallery's entries in one language, in a realm of its own that is called as the shipped one. People have
 * the same short names in each entry: who was made for one is gone before the next.
 */
final class Walk implements AutoCloseable {
    private static final String SHOWN_NAME = Broker.REALM;
    private static final int NO_CONTENT = 204;

    /** So that nobody has the address of somebody else in another language: all get their mails in one place. */
    private static final int PEOPLE_OF_A_LANGUAGE = 1000;

    private final Stage stage;
    private final Language language;
    private final Texts texts;
    private final BrokerRealm realm;
    private final Deque<Runnable> undone = new ArrayDeque<>();
    private final List<Visitor> visitors = new ArrayList<>();
    private @Nullable Office office;
    private boolean holds;
    private int people;

    Walk(Stage stage, Language language) {
        this.stage = stage;
        this.language = language;
        this.texts = language == Language.PSEUDO
                ? new Texts(PseudoLocale.of(Texts.of(Language.ENGLISH.tag()).byKey()))
                : Texts.of(language.tag());
        this.people = PEOPLE_OF_A_LANGUAGE * language.ordinal();
        this.realm = furnished("gallery-" + language.inNames());
    }

    /** A realm that looks like the shipped one and speaks the language. */
    BrokerRealm furnished(String name) {
        BrokerRealm made = stage.broker().further(name, stage.magento());
        RealmAdmin admin = made.admin();
        admin.sendMailThrough(stage.mailbox());
        Map<String, Object> properties = new HashMap<>(OneTimeCodes.reusable());
        properties.put("displayName", SHOWN_NAME);
        properties.put("quickLoginCheckMilliSeconds", 0);
        if (language == Language.PSEUDO) {
            properties.put("supportedLocales", List.of("en", "nl", "sv", "fr", "it", "ja", language.tag()));
            stage.broker()
                    .server()
                    .send("POST", "/" + name + "/localization/" + language.tag(), Admin.json(texts.byKey()))
                    .expecting(204);
        }
        admin.changeRealm(properties);
        return made;
    }

    Stage stage() {
        return stage;
    }

    Language language() {
        return language;
    }

    Texts texts() {
        return texts;
    }

    BrokerRealm realm() {
        return realm;
    }

    RealmAdmin admin() {
        return realm.admin();
    }

    MagentoStandIn magento() {
        return stage.magento();
    }

    /** The realm with an operator and an auditor in it, and with what they look at. */
    Office office() {
        if (office == null) {
            office = new Office(this);
        }
        return office;
    }

    /** Has this done before the next entry, the newest first. */
    void afterwards(Runnable undo) {
        undone.push(undo);
    }

    void policy(Policy policy) {
        admin().configureProvider(Broker.PROVIDER, policy.settings());
        afterwards(() -> admin().configureProvider(Broker.PROVIDER, Policy.DUE.settings()));
    }

    void disableProvider() {
        admin().enableProvider(Broker.PROVIDER, false);
        afterwards(() -> admin().enableProvider(Broker.PROVIDER, true));
    }

    /** Has Magento.com out of order, and holds pages that come back by themselves until it is not. */
    void breakMagento() {
        magento().misbehave(Endpoint.TOKEN, WireFault.STATUS_503);
        holds = true;
        afterwards(() -> holds = false);
    }

    void declareOutage() {
        call("POST", "/outage", Map.of("until", until(), "reason", "Magento.com is being repaired"));
        afterwards(() -> call("DELETE", "/outage", Map.of()));
    }

    private static String until() {
        return Instant.now().plusSeconds(3600).toString();
    }

    /** One of the provider's own calls of the admin REST API. */
    void call(String method, String path, Object body) {
        send(method, "/magento" + path, body);
    }

    /** Any call of the realm's admin REST API. */
    void send(String method, String path, Object body) {
        send(realm, method, path, body);
    }

    void send(BrokerRealm where, String method, String path, Object body) {
        String name = where.admin().get("").get("realm").asText();
        int status = stage.broker()
                .server()
                .send(method, "/" + name + path, Admin.json(body))
                .status();
        if (status >= 300) {
            throw new AssertionError(method + " " + path + " is answered with " + status);
        }
    }

    /** A new account with this user name. */
    Account account(String name) {
        return accountIn(realm, name);
    }

    Account accountIn(BrokerRealm where, String name) {
        people++;
        String first = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        Account made = where.admin()
                .create(new Account(
                        "",
                        name,
                        "%s@shop-%03d.example".formatted(name, people),
                        first,
                        "Byron",
                        "Pass word of " + name));
        if (language != Language.ENGLISH) {
            where.admin().change(made, Map.of("attributes", Map.of("locale", List.of(language.tag()))));
        }
        if (where == realm) {
            afterwards(() -> where.admin().delete(made));
        }
        return made;
    }

    /** A new person at Magento.com. */
    Person person(String name) {
        people++;
        return magento()
                .add(new Person(
                        "MAG%08d".formatted(people),
                        "%s@mail-%03d.example".formatted(name, people),
                        true,
                        name,
                        name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " Byron"));
    }

    /** A new account, tied to the person by an operator. */
    Account linked(String name, Person person) {
        Account made = account(name);
        admin().link(made, Broker.PROVIDER, person.subject(), person.preferredUsername());
        return made;
    }

    /** Somebody with a fresh browser. */
    Visitor visitor() {
        Visitor visitor = stage.visitor(Visitor.speaking(language.tag()).setJavaScriptEnabled(language.runsScripts()));
        if (holds) {
            visitor.context()
                    .route(
                            address -> address.contains("waiting=true"),
                            route -> route.fulfill(new FulfillOptions().setStatus(NO_CONTENT)));
        }
        visitors.add(visitor);
        return visitor;
    }

    URI accountPage() {
        return realm.url("/magento/user");
    }

    <T extends Screen> T open(String path, Function<Page, T> page) {
        return visitor().open(realm.url(path), page);
    }

    SignInPage signInPage() {
        return visitor().open(accountPage(), SignInPage::new);
    }

    <T extends Screen> T signIn(Account account, Function<Page, T> next) {
        return signInPage().enter(account, next);
    }

    <T extends Screen> T arriveAs(Person person, Function<Page, T> next) {
        return signInPage().withMagento(MagentoLoginPage::new).logIn(person, next);
    }

    /** Comes from Magento.com with the address of this account. */
    ProvePage arriveWithTheEmailOf(Account account) {
        return arriveAs(magento().add(person("sam").withEmail(account.email())), ProvePage::new);
    }

    /** The account page of somebody who is linked. */
    UserPage linkedUser() {
        Person magda = person("magda");
        linked("ada", magda);
        return arriveAs(magda, UserPage::new);
    }

    DemoApp app() {
        DemoApp app = DemoApp.of(realm);
        afterwards(app::close);
        return app;
    }

    /** The newest mail for the account with the subject of this key, once it is there. */
    Mail mail(Account account, String subject) {
        return stage.mailbox().await(account.email(), texts.get(subject));
    }

    /** Invites the account, and returns the mail. */
    Mail invite(Account account) {
        call("POST", "/invitations", Map.of("userId", account.id()));
        return mail(account, "magento.mail.invitation.subject");
    }

    /** Opens the mail's HTML part in a browser. */
    Shown read(Mail mail) {
        Page page = visitor().firstTab();
        page.setContent(mail.html());
        return new Shown(page, Optional.of(mail.text()));
    }

    /** Leaves the realm as the next entry wants it. */
    void leave() {
        visitors.forEach(visitor -> visitor.context().close());
        visitors.clear();
        magento().behave();
        while (!undone.isEmpty()) {
            undone.pop().run();
        }
    }

    @Override
    public void close() {
        leave();
        stage.broker().accounts().introduceTo(magento());
    }
}
