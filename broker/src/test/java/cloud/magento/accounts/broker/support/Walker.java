package cloud.magento.accounts.broker.support;

import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who goes through the broker's pages without a browser, so that there can be hundreds at once. */
public final class Walker {
    private static final Pattern FORM = Pattern.compile("<form[^>]*\\saction=\"([^\"]*/login-actions/[^\"]*)\"");
    private static final Pattern REFERENCE =
            Pattern.compile("<[^>]*id=\"magento-reference\"[^>]*>(?:\\s|<bdi>)*([^<\\s]+)");

    private static final Pattern BUTTON = Pattern.compile("href=\"([^\"]*/broker/magento/login[^\"]*)\"");

    private final Http http = new Http();

    /** A page that shows, and where its form leads. */
    public record Shown(Answer page) {
        public boolean has(String mark) {
            return page.body().contains(mark);
        }

        /** The reference of the refusal that the page tells of. */
        public Optional<String> reference() {
            Matcher found = REFERENCE.matcher(page.body());
            return found.find() ? Optional.of(found.group(1)) : Optional.empty();
        }

        /** The first address on the page that contains this. */
        public URI link(String part) {
            Matcher found = Pattern.compile("(?:href|value)=\"([^\"]*" + Pattern.quote(part) + "[^\"]*)\"")
                    .matcher(page.body().replace("&amp;", "&"));
            if (!found.find()) {
                throw new AssertionError("No " + part + " on " + page.uri() + ": " + page.body());
            }
            return page.uri().resolve(found.group(1));
        }

        URI form() {
            Matcher found = FORM.matcher(page.body());
            if (!found.find()) {
                throw new AssertionError("No form on " + page.uri() + " (" + page.status() + "): " + page.body());
            }
            return page.uri().resolve(found.group(1).replace("&amp;", "&"));
        }
    }

    /** Signs in with the account's password, goes to Magento.com, where the person is signed in, and sees the preview. */
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
        Matcher button = BUTTON.matcher(signIn.body());
        if (!button.find()) {
            throw new AssertionError("No button of Magento.com on " + signIn.uri() + ": " + signIn.body());
        }
        return new Shown(http.follow(signIn.uri().resolve(button.group(1).replace("&amp;", "&"))));
    }

    /** Goes to the address and on to where it leads. */
    public Shown open(URI address) {
        return new Shown(http.follow(address));
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
