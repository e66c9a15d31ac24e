package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.upstream.Endpoint;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A person's browser without a screen: follows redirects until one leads back to an application, fills in forms, and
 * may be closed and opened again, with the cookies that last. The server must never fail on it.
 */
final class Agent {
    private static final String[] FORMS = {"/login-actions", "/device"};

    private final URI server;
    private final Http http = new Http();
    private final Map<String, String> lasting = new LinkedHashMap<>();
    private final List<String> applications = new ArrayList<>(List.of(App.CALLBACK));
    private @Nullable Supplier<String> ticket;
    private boolean mayMeetFailures;
    private @Nullable Answer last;

    Agent(URI server) {
        this.server = server;
    }

    /** The browser after its windows were all closed. */
    Agent openedAgain() {
        Agent again = new Agent(server);
        lasting.forEach((name, value) -> again.withCookie(name + "=" + value));
        return again;
    }

    /** Nobody is followed to this application either. */
    Agent stoppingAt(String callback) {
        applications.add(callback);
        return this;
    }

    Agent withCookie(String cookie) {
        http.withCookie(server, cookie);
        return this;
    }

    /** Whatever it asks for goes through a proxy that adds this. */
    Agent withHeader(String name, String value) {
        http.withHeader(name, value);
        return this;
    }

    /** Answers a server that asks to negotiate (RFC 4559) with a ticket, each time a new one. */
    Agent withTicket(Supplier<String> newTicket) {
        ticket = newTicket;
        return this;
    }

    /** What this browser sends no person would, so that Keycloak's own pages may fail on it. */
    Agent meetingFailures() {
        mayMeetFailures = true;
        return this;
    }

    /** The same at another host. */
    Agent withCookie(URI host, String cookie) {
        http.withCookie(host, cookie);
        return this;
    }

    /** Goes there; the answer is a page, or the way back to an application. */
    Answer open(URI address) {
        return follow(get(address));
    }

    Answer post(URI address, Map<String, String> form) {
        return follow(http.post(address, form));
    }

    /** Sends the form of the page that shows. */
    Answer submit(Map<String, String> fields) {
        return post(formAction(), fields);
    }

    /** Says no at Magento.com, where the browser is. */
    Answer denyUpstream() {
        return atUpstream(Map.of("action", "deny"));
    }

    /** Signs in at Magento.com, where the browser is. */
    Answer signInUpstream(String name) {
        return atUpstream(Map.of("action", "login", "login", name));
    }

    private Answer atUpstream(Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put(
                "request",
                Html.of(last())
                        .field("request")
                        .orElseThrow(() -> new AssertionError(
                                "Not at Magento.com but at " + last().uri() + ":\n" + last().body())));
        return post(last().uri().resolve(Endpoint.LOGIN.path()), form);
    }

    /** Follows the page's link whose address contains this. */
    Answer click(String part) {
        return open(Html.of(last())
                .link(part)
                .orElseThrow(() ->
                        new AssertionError("No link with " + part + " on " + last().uri() + ":\n" + last().body())));
    }

    /** Whether the page that shows has a form. */
    boolean hasForm() {
        return Html.of(last()).formAction(FORMS).isPresent();
    }

    /** What the page's forms send along unseen. */
    Map<String, String> hiddenFields() {
        return Html.of(last()).hiddenFields();
    }

    /** Where the page's form leads. */
    URI formAction() {
        return Html.of(last())
                .formAction(FORMS)
                .orElseThrow(() -> new AssertionError("No form on " + last().uri() + ":\n" + last().body()));
    }

    Answer last() {
        if (last == null) {
            throw new IllegalStateException("Nothing was opened");
        }
        return last;
    }

    private Answer follow(Answer first) {
        Answer answer = check(first);
        while (answer.isRedirect() && !leadsToApplication(answer.location())) {
            answer = check(get(answer.location()));
        }
        last = answer;
        return answer;
    }

    private Answer get(URI address) {
        Answer answer = http.get(address);
        boolean asked = answer.status() == 401
                && answer.headers().allValues("WWW-Authenticate").contains("Negotiate");
        return asked && ticket != null
                ? http.send(HttpRequest.newBuilder(address).header("Authorization", "Negotiate " + ticket.get()))
                : answer;
    }

    private boolean leadsToApplication(URI address) {
        return applications.stream().anyMatch(address.toString()::startsWith);
    }

    private Answer check(Answer answer) {
        if (answer.status() >= 500 && !mayMeetFailures) {
            throw new AssertionError(
                    "The server failed: " + answer.status() + " from " + answer.uri() + "\n" + answer.body());
        }
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        return answer;
    }

    private void keep(String header) {
        String[] parts = header.split(";", -1);
        int equals = parts[0].indexOf('=');
        String name = parts[0].substring(0, equals);
        Matcher age = Pattern.compile("max-age=(\\d+)").matcher(header.toLowerCase(Locale.ROOT));
        if (age.find() && Long.parseLong(age.group(1)) > 0) {
            lasting.put(name, parts[0].substring(equals + 1));
        } else {
            lasting.remove(name);
        }
    }
}
