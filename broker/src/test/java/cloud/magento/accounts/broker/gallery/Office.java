package cloud.magento.accounts.broker.gallery;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Person;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A realm for those who look after it: an operator who is an auditor too, a reader, somebody with no role, and a few
 * accounts in the states that the pages tell of.
 */
final class Office {
    private static final List<String> ROLES =
            List.of("manage-magento-links", "manage-identity-providers", "manage-users", "manage-realm");

    private final Walk way;
    private final BrokerRealm realm;
    private final Person operator;
    private final Person stranger;
    private final Account unlinked;
    private final String reference;

    Office(Walk way) {
        this.way = way;
        this.realm = way.furnished("gallery-office-" + way.language().inNames());
        RealmAdmin admin = realm.admin();
        admin.configureProvider(
                Broker.PROVIDER, Policy.before(Duration.ofDays(60)).settings());
        operator = way.person("olga");
        Account olga = linked("olga", operator);
        ROLES.forEach(role -> admin.grant(olga, role));
        stranger = way.person("sven");
        linked("sven", stranger);
        Account ada = linked("ada", way.person("magda"));
        unlinked = way.accountIn(realm, "dirk");
        Account away = way.accountIn(realm, "una");
        call(
                "PUT",
                "/users/" + away.id() + "/exemption",
                Map.of("until", "2999-01-01T00:00:00Z", "reason", "On leave"));
        admin.join(way.accountIn(realm, "carl"), admin.cohort("Crew", "2998-01-01T00:00:00Z"));
        call("POST", "/invitations", Map.of("userId", unlinked.id()));
        reference = refused(ada);
    }

    private Account linked(String called, Person person) {
        Account account = way.accountIn(realm, called);
        realm.admin().link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
        return account;
    }

    /** Somebody comes with the address of an account that is somebody else's. */
    private String refused(Account account) {
        Person eve = way.magento().add(way.person("eve").withEmail(account.email()));
        return way.visitor()
                .open(realm.url("/magento/user"), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(eve, RefusedPage::new)
                .reference();
    }

    BrokerRealm realm() {
        return realm;
    }

    /** An account that is not connected. */
    Account unlinked() {
        return unlinked;
    }

    /** The reference of a refusal. */
    String reference() {
        return reference;
    }

    /** One of the provider's own calls of the admin REST API. */
    void call(String method, String path, Object body) {
        way.send(realm, method, "/magento" + path, body);
    }

    /** Changes the provider's settings until the next entry. */
    void configure(Map<String, String> settings, Map<String, String> back) {
        realm.admin().configureProvider(Broker.PROVIDER, settings);
        way.afterwards(() -> realm.admin().configureProvider(Broker.PROVIDER, back));
    }

    void disableProvider() {
        realm.admin().enableProvider(Broker.PROVIDER, false);
        way.afterwards(() -> realm.admin().enableProvider(Broker.PROVIDER, true));
    }

    /** The operator's browser, at this path of the realm. */
    <T extends Screen> T open(String path, Function<Page, T> page) {
        return openAs(operator, path, page);
    }

    /** The browser of somebody without any role. */
    <T extends Screen> T openAsStranger(String path, Function<Page, T> page) {
        return openAs(stranger, path, page);
    }

    /** At Magento.com whoever came last has a name: the same people are in another language's office too. */
    private <T extends Screen> T openAs(Person person, String path, Function<Page, T> page) {
        way.magento().add(person);
        Visitor visitor = way.visitor();
        return visitor.open(realm.url(path), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(person, next -> {
                    next.waitForURL(url -> url.startsWith(realm.url("/magento/").toString()));
                    next.navigate(realm.url(path).toString());
                    return page.apply(next);
                });
    }
}
