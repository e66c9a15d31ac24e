package cloud.magento.accounts.broker.upstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Magento.com for a test: an OpenID Connect provider on a free loopback port, with threads of its own, that does what
 * the specifications say until it is told to misbehave. One client is registered: the broker.
 */
public final class MagentoStandIn implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(MagentoStandIn::daemon);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final String issuer;
    private final Client client = new Client();
    private final Keys keys = new Keys();
    private final People people = new People();
    private final Requests requests = new Requests();
    private final Behaviour behaviour = new Behaviour();
    private final Grants grants = new Grants();
    private final Map<Endpoint, Handler> routes = new EnumMap<>(Endpoint.class);
    private final LogoutTokens logoutTokens;
    private @Nullable HttpsServer untrusted;

    private MagentoStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        logoutTokens = new LogoutTokens(issuer, client, keys, Misbehaviour.NONE);
        ClientAuthentication authentication = new ClientAuthentication(client, issuer);
        PushedRequests pushed = new PushedRequests(client, requests, behaviour, authentication);
        AuthorizationEndpoint authorization =
                new AuthorizationEndpoint(issuer, client, people, grants, behaviour, logoutTokens, pushed);
        TokenEndpoint tokens = new TokenEndpoint(issuer, client, keys, grants, requests, behaviour, authentication);
        route(Endpoint.DISCOVERY, this::discovery);
        route(Endpoint.KEYS, this::keySet);
        route(Endpoint.AUTHORIZATION, authorization::authorize);
        route(Endpoint.LOGIN, authorization::login);
        route(Endpoint.ACCOUNT, authorization::account);
        route(Endpoint.LOGOUT, authorization::logout);
        route(Endpoint.PAR, pushed::push);
        route(Endpoint.TOKEN, tokens::token);
        route(Endpoint.USERINFO, tokens::userinfo);
        route(Endpoint.ECHO, MagentoStandIn::echo);
        serveAt(server);
    }

    public static MagentoStandIn start() {
        MagentoStandIn standIn = new MagentoStandIn();
        standIn.server.start();
        return standIn;
    }

    /** The issuer identifier; everything is found from it by discovery. */
    public String issuer() {
        return issuer;
    }

    public URI address(Endpoint endpoint) {
        return URI.create(issuer + endpoint.path());
    }

    /** A page of Magento.com's own, where people sign in without being sent by anybody. */
    public URI accountPage() {
        return address(Endpoint.ACCOUNT);
    }

    /** The broker, as it is registered here. */
    public Client client() {
        return client;
    }

    /** Gives the person an account here; one with the same username is replaced. */
    public Person add(Person person) {
        people.add(person);
        return person;
    }

    /** The person who signed up on the page with this email. */
    public Person personWithEmail(String email) {
        return people.find(email).orElseThrow(() -> new AssertionError("Nobody signed up with " + email));
    }

    /** Signs the person in and returns the cookie, {@code name=value}, by which a browser is known from now on. */
    public String session(Person person) {
        return AuthorizationEndpoint.SESSION_COOKIE + "=" + people.open(add(person));
    }

    /** The ids ({@code sid}) of the sessions in which the person is signed in here, oldest first. */
    public List<String> sessionIds(Person person) {
        return people.visits(person).stream().map(People.Visit::id).toList();
    }

    /** The ID tokens about the person that were handed out, oldest first. */
    public List<String> idTokens(Person person) {
        return grants.idTokens(person);
    }

    /** Orders to sign somebody out, to be handed to the broker. */
    public LogoutTokens logoutTokens() {
        return logoutTokens;
    }

    /** The same with something wrong in each. */
    public LogoutTokens logoutTokens(LogoutFault fault) {
        return new LogoutTokens(issuer, client, keys, fault.misbehaviour());
    }

    public Requests requests() {
        return requests;
    }

    public Keys keys() {
        return keys;
    }

    /** Whether ID tokens carry all that is known of a person (the default), or userinfo must be asked. */
    public void tellAllInIdTokens(boolean all) {
        behaviour.tellAllInIdTokens(all);
    }

    /** Has whoever signed in count as having done so an hour ago, and asks nobody again however it is asked for. */
    public void keepOldLogins() {
        behaviour.keepOldLogins(true);
    }

    /** Tells the broker by the back channel of whoever signs out here, before their browser goes on. */
    public void tellSignOutsAt(URI backChannel) {
        behaviour.tellSignOutsAt(Optional.of(backChannel));
    }

    /** Whether authorization requests may or have to be pushed; it does not announce that by default. */
    public void takePushedRequests(PushedRequestRule rule) {
        behaviour.takePushedRequests(rule);
    }

    /** How long a person has to come here after their request was pushed; a minute by default. */
    public void keepPushedRequests(Duration lifetime) {
        behaviour.keepPushedRequests(lifetime);
    }

    public void misbehave(Fault fault) {
        behaviour.set(fault.misbehaviour());
    }

    /** Spoils how the answers of one endpoint travel. */
    public void misbehave(Endpoint endpoint, WireFault fault) {
        if (!fault.canBefall(endpoint)) {
            throw new IllegalArgumentException(fault + " cannot befall " + endpoint);
        }
        behaviour.set(fault.at(endpoint));
    }

    /** Lets so much time pass before each answer to the broker: metadata, keys, tokens, userinfo. */
    public void answerAfter(Duration pause) {
        behaviour.set(Misbehaviour.lingering(pause));
    }

    /** Moves the endpoint behind TLS, with a certificate that nobody vouches for; there it does all that it should. */
    public void moveBehindUntrustedCertificate(Endpoint endpoint) {
        HttpsServer secured = untrusted == null ? startUntrusted() : untrusted;
        behaviour.set(Misbehaviour.moving(
                endpoint, "https://127.0.0.1:" + secured.getAddress().getPort()));
    }

    public void behave() {
        behaviour.set(Misbehaviour.NONE);
        behaviour.tellAllInIdTokens(true);
        behaviour.keepOldLogins(false);
        behaviour.tellSignOutsAt(Optional.empty());
        behaviour.takePushedRequests(PushedRequestRule.NONE);
        behaviour.keepPushedRequests(Duration.ofMinutes(1));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        if (untrusted != null) {
            untrusted.stop(0);
        }
        threads.shutdownNow();
    }

    private void discovery(Exchange exchange) throws IOException {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer);
        metadata.put("authorization_endpoint", issuer + Endpoint.AUTHORIZATION.path());
        metadata.put("token_endpoint", issuer + Endpoint.TOKEN.path());
        metadata.put("userinfo_endpoint", issuer + Endpoint.USERINFO.path());
        metadata.put("jwks_uri", issuer + Endpoint.KEYS.path());
        metadata.put("end_session_endpoint", issuer + Endpoint.LOGOUT.path());
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("response_modes_supported", List.of("query"));
        metadata.put("grant_types_supported", List.of("authorization_code"));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
        metadata.put(
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post", "private_key_jwt"));
        metadata.put("token_endpoint_auth_signing_alg_values_supported", List.of("RS256", "ES256"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("scopes_supported", List.of("openid", "profile", "email"));
        metadata.put("authorization_response_iss_parameter_supported", true);
        metadata.put("backchannel_logout_supported", true);
        metadata.put("backchannel_logout_session_supported", true);
        if (behaviour.pushedRequestRule() != PushedRequestRule.NONE) {
            metadata.put("pushed_authorization_request_endpoint", issuer + Endpoint.PAR.path());
            metadata.put(
                    "require_pushed_authorization_requests",
                    behaviour.pushedRequestRule() == PushedRequestRule.REQUIRED);
        }
        behaviour.now().discovery(metadata);
        behaviour.now().send(Endpoint.DISCOVERY, exchange, 200, metadata);
    }

    private void keySet(Exchange exchange) throws IOException {
        Map<String, Object> keySet = keys.published();
        behaviour.now().keySet(keySet, keys);
        behaviour.now().send(Endpoint.KEYS, exchange, 200, keySet);
    }

    private static void echo(Exchange exchange) throws IOException {
        byte[] body = Base64.getUrlDecoder().decode(exchange.parameter("body"));
        exchange.send(200, "application/json", new String(body, StandardCharsets.UTF_8));
    }

    private interface Handler {
        void handle(Exchange exchange) throws IOException;
    }

    private void route(Endpoint endpoint, Handler handler) {
        routes.put(endpoint, handler);
    }

    private void serveAt(HttpServer address) {
        routes.forEach(
                (endpoint, handler) -> address.createContext(endpoint.path(), http -> serve(endpoint, handler, http)));
        address.setExecutor(threads);
    }

    private HttpsServer startUntrusted() {
        try {
            HttpsServer started = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.context()));
            serveAt(started);
            started.start();
            untrusted = started;
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Endpoint endpoint, Handler handler, HttpExchange http) throws IOException {
        try (http) {
            Exchange exchange = new Exchange(http, closing);
            requests.add(new Requests.Request(endpoint, Map.copyOf(exchange.parameters())));
            handler.handle(exchange);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "magento-stand-in");
        thread.setDaemon(true);
        return thread;
    }
}
