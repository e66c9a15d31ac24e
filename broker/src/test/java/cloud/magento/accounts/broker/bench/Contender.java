package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Pkce;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of those that are compared: a realm, and one person with an account there that is linked to upstream, in one
 * browser with one application. Speaks HTTP/1.1 over connections that are kept, one request at a time.
 */
final class Contender {
    /** Nobody listens there: the browser reads the address and does not go. */
    static final String REDIRECT = "http://127.0.0.1:9/back";

    static final String CLIENT = "bench";

    private static final Pattern FORM = Pattern.compile("<form[^>]*id=\"kc-form-login\"[^>]*action=\"([^\"]+)\"");

    private final String name;
    private final URI realm;
    private final String alias;
    private final MagentoStandIn upstream;
    private final String upstreamCookie;
    private final Http browser = new Http();
    private final Http application = new Http();
    private final Pkce pkce = Pkce.fresh();
    private String refreshToken = "";

    /**
     * @param name what the table calls it
     * @param realm the realm's address
     * @param alias its provider's alias
     */
    Contender(String name, URI realm, String alias, MagentoStandIn upstream, Person person) {
        this(name, realm, alias, upstream, upstream.session(person));
    }

    private Contender(String name, URI realm, String alias, MagentoStandIn upstream, String upstreamCookie) {
        this.name = name;
        this.realm = realm;
        this.alias = alias;
        this.upstream = upstream;
        this.upstreamCookie = upstreamCookie;
    }

    String name() {
        return name;
    }

    /** In a fresh browser that upstream knows: to upstream and back, and tokens. */
    void signInThroughUpstream() {
        browser.forgetCookies();
        browser.withCookie(URI.create(upstream.issuer()), upstreamCookie);
        redeem(browser.followUntil(browser.get(signIn(Map.of("kc_idp_hint", alias))), REDIRECT));
    }

    /** The same person with the same application in a browser of its own. */
    Contender inAnotherBrowser() {
        return new Contender(name, realm, alias, upstream, upstreamCookie);
    }

    /** In a fresh browser that upstream knows: what the realm answers to who comes back from there. */
    synchronized Answer arriveFromUpstream() {
        browser.forgetCookies();
        browser.withCookie(URI.create(upstream.issuer()), upstreamCookie);
        Answer answer = browser.get(signIn(Map.of("kc_idp_hint", alias)));
        while (answer.isRedirect() && !answer.location().toString().startsWith(REDIRECT)) {
            answer = browser.get(answer.location());
        }
        return answer;
    }

    /** In a fresh browser, with the account's password, where the realm lets it. */
    void signInByPassword(String username, String password) {
        browser.forgetCookies();
        Answer page = browser.get(signIn(Map.of())).expecting(200);
        Matcher action = FORM.matcher(page.body());
        if (!action.find()) {
            throw new IllegalStateException(name + ": no form at " + page.uri());
        }
        URI form = URI.create(action.group(1).replace("&amp;", "&"));
        redeem(browser.post(form, Map.of("username", username, "password", password))
                .location());
    }

    /** Single sign-on: the browser is known here already and comes back with a code at once; and tokens. */
    void singleSignOn() {
        redeem(browser.get(signIn(Map.of())).location());
    }

    void refresh() {
        keep(token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken)));
    }

    private URI signIn(Map<String, String> more) {
        String request = Http.encode(Map.of(
                "client_id", CLIENT,
                "redirect_uri", REDIRECT,
                "response_type", "code",
                "scope", "openid",
                "state", "state",
                "nonce", "nonce",
                "code_challenge", pkce.challenge(),
                "code_challenge_method", "S256"));
        String rest = more.isEmpty() ? "" : "&" + Http.encode(more);
        return URI.create(realm + "/protocol/openid-connect/auth?" + request + rest);
    }

    private void redeem(URI back) {
        if (!back.toString().startsWith(REDIRECT)) {
            throw new IllegalStateException(name + ": not signed in but sent to " + back);
        }
        keep(token(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                Http.parameter(back, "code"),
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                pkce.verifier())));
    }

    private JsonNode token(Map<String, String> grant) {
        Map<String, String> form = new HashMap<>(grant);
        form.put("client_id", CLIENT);
        Answer answer = application.post(URI.create(realm + "/protocol/openid-connect/token"), form);
        return answer.expecting(200).json();
    }

    private void keep(JsonNode tokens) {
        refreshToken = tokens.get("refresh_token").asText();
    }
}
