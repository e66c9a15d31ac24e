package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.upstream.SelfSigned;
import cloud.magento.accounts.broker.ways.Grounds.Setting;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A person's certificate (X.509) instead of a password, which a proxy in front of the broker has checked. */
final class CertificateWays {
    private static final String BROWSER = "auth-x509-client-username-form";
    private static final String GRANT = "direct-grant-auth-x509-username";

    /** What the proxy hands the certificate on in (RFC 9440). */
    private static final String HEADER = "Client-Cert";

    /** Who it is: the certificate's common name is the account's. */
    private static final Map<String, String> MAPPING = Map.of(
            "x509-cert-auth.mapping-source-selection", "Subject's Common Name",
            "x509-cert-auth.mapper-selection", "Username or Email",
            "x509-cert-auth.confirmation-page-disallowed", "true");

    private CertificateWays() {}

    static List<Way> all() {
        return List.of(
                Way.of("X.509 certificate alone, in a client's own flow", CertificateWays::browser)
                        .in(Setting.BEHIND_PROXY)
                        .stoppedByTheAction(),
                Way.of("X.509 certificate alone, in a client's own direct grant flow", CertificateWays::grant)
                        .in(Setting.BEHIND_PROXY)
                        .unlinked(Outcome.NOT_SET_UP, Hook.ACTION_IN_GRANT)
                        .linked(Outcome.NOT_SET_UP, Hook.ACTION_IN_GRANT));
    }

    /** Two clients, each with a flow that asks for nothing but a certificate. */
    static void prepare(Place place) {
        addClient(place, BROWSER, "browser");
        addClient(place, GRANT, "direct_grant");
    }

    private static void addClient(Place place, String credential, String kind) {
        String alias = "only " + credential;
        String flow = place.makeFlow(alias, List.of(credential));
        place.configure(alias, MAPPING);
        place.makeApp("app-" + credential, Map.of("authenticationFlowBindingOverrides", Map.of(kind, flow)));
    }

    private static Finding browser(Scene scene) {
        App app = scene.place().appBy(BROWSER);
        Agent agent = scene.agent().withHeader(HEADER, certificate(scene.account()));
        return scene.judge(app, agent.open(app.signIn()));
    }

    private static Finding grant(Scene scene) {
        App app = scene.place().appBy(GRANT);
        Map<String, String> grant = Map.of("grant_type", "password", "client_id", app.clientId(), "scope", "openid");
        return Finding.ofTokens(
                new Http().withHeader(HEADER, certificate(scene.account())).post(app.endpoint("token"), grant));
    }

    /** As the header has it. */
    private static String certificate(Account account) {
        return ":" + Base64.getEncoder().encodeToString(SelfSigned.certificate(account.username())) + ":";
    }
}
