package cloud.magento.accounts.broker.upstream;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Where people arrive, say who they are (or did so before), and are sent back from. */
final class AuthorizationEndpoint {
    static final String SESSION_COOKIE = "STANDIN_SESSION";

    private final String issuer;
    private final Client client;
    private final People people;
    private final Grants grants;
    private final Behaviour behaviour;
    private final LogoutTokens logoutTokens;
    private final PushedRequests pushed;
    private final HttpClient backChannel = HttpClient.newHttpClient();
    private final Map<String, AuthorizationRequest> pending = new ConcurrentHashMap<>();

    AuthorizationEndpoint(
            String issuer,
            Client client,
            People people,
            Grants grants,
            Behaviour behaviour,
            LogoutTokens logoutTokens,
            PushedRequests pushed) {
        this.issuer = issuer;
        this.client = client;
        this.people = people;
        this.grants = grants;
        this.behaviour = behaviour;
        this.logoutTokens = logoutTokens;
        this.pushed = pushed;
    }

    void authorize(Exchange exchange) throws IOException {
        Map<String, String> parameters = exchange.parameters();
        if (parameters.containsKey("request_uri")) {
            authorizePushed(exchange);
        } else if (behaviour.pushedRequestRule() == PushedRequestRule.REQUIRED) {
            exchange.html(400, LoginPages.problem("Not pushed"));
        } else {
            authorize(exchange, new AuthorizationRequest(Map.copyOf(parameters)));
        }
    }

    /** RFC 9126, section 4. Anything beside the reference would be a request that nobody has vouched for. */
    private void authorizePushed(Exchange exchange) throws IOException {
        Optional<PushedRequests.Pushed> found = pushed.take(exchange.parameter("request_uri"))
                .filter(known -> known.request().parameter("client_id").equals(exchange.parameter("client_id")));
        if (found.isEmpty()) {
            exchange.html(400, LoginPages.problem("Unknown or used request_uri"));
        } else if (exchange.parameters().size() != 2) {
            exchange.html(400, LoginPages.problem("More than a reference to what was pushed"));
        } else if (found.get().isExpired()) {
            refuse(exchange, found.get().request(), "invalid_request_uri");
        } else {
            authorize(exchange, found.get().request());
        }
    }

    private void authorize(Exchange exchange, AuthorizationRequest request) throws IOException {
        if (!request.parameter("client_id").equals(client.id())) {
            exchange.html(400, LoginPages.problem("Unknown client"));
            return;
        }
        if (!client.mayRedirectTo(request.redirectUri())) {
            exchange.html(400, LoginPages.problem("Unregistered redirect " + request.redirectUri()));
            return;
        }
        Optional<String> error = request.error();
        Optional<People.Visit> visit = signedIn(exchange);
        if (error.isPresent()) {
            refuse(exchange, request, error.get());
        } else if (visit.isPresent() && isGoodEnough(request, visit.get())) {
            sendBack(exchange, request, visit.get());
        } else if (request.prompts("none")) {
            refuse(exchange, request, "login_required");
        } else {
            String id = UUID.randomUUID().toString();
            pending.put(id, request);
            exchange.html(200, LoginPages.login(id, request.loginHint(), Optional.empty()));
        }
    }

    /** What a person sent from the log-in page: log in, create an account, or deny. */
    void login(Exchange exchange) throws IOException {
        String id = exchange.parameter("request");
        Optional<AuthorizationRequest> request = Optional.ofNullable(pending.get(id));
        switch (exchange.parameter("action")) {
            case "login" -> {
                Optional<Person> person = people.find(exchange.parameter("login"));
                if (person.isPresent()) {
                    enter(exchange, request, person.get());
                } else {
                    String typed = exchange.parameter("login");
                    exchange.html(200, LoginPages.login(id, typed, Optional.of("We do not know this account.")));
                }
            }
            case "create" -> {
                Person person = Person.called("Newcomer").withEmail(exchange.parameter("email"));
                Person named = person.withName(exchange.parameter("name"));
                people.add(named);
                enter(exchange, request, named);
            }
            default -> refuse(exchange, request.orElseThrow(), "access_denied");
        }
    }

    /** A page of Magento.com's own, to be signed in at without any client. */
    void account(Exchange exchange) throws IOException {
        Optional<Person> person = signedIn(exchange).map(People.Visit::person);
        exchange.html(200, person.map(LoginPages::account).orElseGet(() -> LoginPages.login("", "", Optional.empty())));
    }

    /** OpenID Connect RP-Initiated Logout 1.0, section 2. */
    void logout(Exchange exchange) throws IOException {
        String back = exchange.parameter("post_logout_redirect_uri");
        String hint = exchange.parameter("id_token_hint");
        if (!hint.isEmpty() && !grants.hasIssued(hint)) {
            exchange.html(400, LoginPages.problem("Unknown ID token"));
            return;
        }
        Optional<People.Visit> visit = signedIn(exchange);
        exchange.cookie(SESSION_COOKIE).ifPresent(people::close);
        if (visit.isPresent() && behaviour.backChannel().isPresent()) {
            tell(behaviour.backChannel().get(), visit.get());
        }
        if (back.isEmpty()) {
            exchange.html(200, LoginPages.signedOut());
        } else if (!client.mayRedirectAfterLogoutTo(back)) {
            exchange.html(400, LoginPages.problem("Unregistered redirect " + back));
        } else {
            exchange.redirect(withParameters(back, Map.of("state", exchange.parameter("state"))));
        }
    }

    /** OpenID Connect Back-Channel Logout 1.0, section 2.5. */
    private void tell(URI address, People.Visit visit) throws IOException {
        String form = Exchange.encode(Map.of("logout_token", logoutTokens.forSession(visit.person(), visit.id())));
        HttpRequest order = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            int status = backChannel.send(order, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IllegalStateException("The broker answered an order to sign out with " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isGoodEnough(AuthorizationRequest request, People.Visit visit) {
        return behaviour.keepsOldLogins() || request.isContentWith(visit.since());
    }

    private Optional<People.Visit> signedIn(Exchange exchange) {
        return exchange.cookie(SESSION_COOKIE).flatMap(people::signedIn);
    }

    private void enter(Exchange exchange, Optional<AuthorizationRequest> request, Person person) throws IOException {
        String session = people.open(person);
        exchange.setCookie(SESSION_COOKIE, session);
        if (request.isPresent()) {
            sendBack(exchange, request.get(), people.signedIn(session).orElseThrow());
        } else {
            exchange.redirect(Endpoint.ACCOUNT.path());
        }
    }

    private void sendBack(Exchange exchange, AuthorizationRequest request, People.Visit visit) throws IOException {
        answer(exchange, request, "code", grants.code(new Grants.Grant(request, visit)));
    }

    private void refuse(Exchange exchange, AuthorizationRequest request, String error) throws IOException {
        answer(exchange, request, "error", error);
    }

    /** The state is echoed, and the issuer named as RFC 9207 has it. */
    private void answer(Exchange exchange, AuthorizationRequest request, String name, String value) throws IOException {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put(name, value);
        answer.put("state", request.parameter("state"));
        answer.put("iss", issuer);
        behaviour.now().authorizationResponse(answer);
        exchange.redirect(withParameters(request.redirectUri(), answer));
    }

    private static String withParameters(String uri, Map<String, String> parameters) {
        return uri + (uri.contains("?") ? "&" : "?") + Exchange.encode(parameters);
    }
}
