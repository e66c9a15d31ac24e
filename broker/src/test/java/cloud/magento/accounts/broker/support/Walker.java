package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Somebody who goes through the broker's pages without a browser, so that there can be hundreds at once. */
public final class Walker {
    private final Http http = new Http();

    /** A page that shows, and where its form leads. */
    public record Shown(Answer page) {
        public boolean has(String mark) {
            return page.body().contains(mark);
        }

        /** The reference of the refusal that the page tells of. */
        public Optional<String> reference() {
            return Html.of(page).text("magento-reference");
        }

        /** The first address on the page that contains this. */
        public URI link(String part) {
            return Html.of(page)
                    .link(part)
                    .orElseThrow(() -> new AssertionError(
                            "No link with " + part + " on " + page.uri() + " (" + page.status() + "): " + page.body()));
        }

        URI form() {
            return Html.of(page)
                    .formAction("/login-actions/")
                    .orElseThrow(() -> new AssertionError(
                            "No form on " + page.uri() + " (" + page.status() + "): " + page.body()));
        }
    }

    /**
     * Signs in with the account's password, goes to Magento.com, where the person is signed in, and sees the preview.
     */
    public Shown goAsFarAsThePreview(URI accountPage, Account account, MagentoStandIn magento, Person person) {
        Shown preview = goUntilUpstreamAnswered(accountPage, account, magento, person);
        if (!preview.has("id=\"magento-upstream\"")) {
            throw new AssertionError("No preview but " + preview.page());
        }
        return preview;
    }

    /** The same, whatever page it comes to. */
    public Shown goUntilUpstreamAnswered(URI accountPage, Account account, MagentoStandIn magento, Person person) {
        http.withCookie(magento.accountPage(), magento.session(person));
        Shown signIn = new Shown(http.follow(accountPage));
        Shown link = submit(signIn, Map.of("username", account.username(), "password", account.password()));
        return submit(link, Map.of("action", "connect"));
    }

    /** Is signed in at Magento.com as this person from now on, in place of any other. */
    public Walker signedInAt(MagentoStandIn magento, Person person) {
        http.withCookie(magento.accountPage(), magento.session(person));
        return this;
    }

    /** Signs in with the button of Magento.com, where the person is signed in. */
    public Shown signInThrough(URI accountPage, MagentoStandIn magento, Person person) {
        http.withCookie(magento.accountPage(), magento.session(person));
        Answer signIn = http.follow(accountPage);
        URI button = Html.of(signIn)
                .link("/broker/magento/login")
                .orElseThrow(
                        () -> new AssertionError("No button of Magento.com on " + signIn.uri() + ": " + signIn.body()));
        return new Shown(http.follow(button));
    }

    /** Goes to the address and on to where it leads. */
    public Shown open(URI address) {
        return new Shown(http.follow(address));
    }

    /** Fills in the form that the CSS selector finds, and goes where it leads; an empty text takes a field away. */
    public Shown fill(Shown page, String selector, Map<String, String> changes) {
        Html.Form form = form(page, selector);
        return new Shown(http.follow(http.post(form.action(), filled(form, changes))));
    }

    /** Sends what the form has to another address, as somebody who made the form up would. */
    public Shown fill(Shown page, String selector, URI elsewhere, Map<String, String> changes) {
        return new Shown(http.follow(http.post(elsewhere, filled(form(page, selector), changes))));
    }

    /** The same for a form with a file. */
    public Shown fill(Shown page, String selector, Map<String, String> changes, String fileField, String file) {
        Html.Form form = form(page, selector);
        return new Shown(http.follow(http.postFile(form.action(), filled(form, changes), fileField, file)));
    }

    private static Html.Form form(Shown page, String selector) {
        return Html.of(page.page())
                .form(selector)
                .orElseThrow(() -> new AssertionError("No form " + selector + " on "
                        + page.page().uri() + ": " + page.page().body()));
    }

    private static Map<String, String> filled(Html.Form form, Map<String, String> changes) {
        Map<String, String> fields = new LinkedHashMap<>(form.fields());
        fields.putAll(changes);
        fields.values().removeIf(String::isEmpty);
        return fields;
    }

    /** Sends the page's form and goes no further, as a browser that is closed at this moment. */
    public Answer send(Shown page, Map<String, String> fields) {
        return http.post(page.form(), fields);
    }

    /** Sends the page's form and goes where that leads. */
    public Shown submit(Shown page, Map<String, String> fields) {
        return new Shown(http.follow(http.post(page.form(), fields)));
    }
}
