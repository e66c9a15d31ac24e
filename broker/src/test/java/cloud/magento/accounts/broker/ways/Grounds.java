package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.ClusterStage;
import cloud.magento.accounts.broker.support.Mailbox;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The realms that the ways lead into, made when first needed, and what stands around them. */
public final class Grounds implements AutoCloseable {
    private final Stage stage;
    private final Assertions assertions = new Assertions();
    private final MagentoStandIn other = MagentoStandIn.start();
    private final DeviceInHand device;
    private final ClusterStage behindProxy;
    private @Nullable Kerberos kerberos;
    private final Map<Setting, Place> places = new EnumMap<>(Setting.class);

    /** What was made of a realm since it was set up. */
    public enum Setting {
        /** Nothing. */
        SET_UP("no-way-round"),
        /** An operator has declared an outage of Magento.com. */
        IN_OUTAGE("no-way-round-in-outage"),
        /** An operator has switched the required action off. */
        ACTION_OFF("no-way-round-action-off"),
        /** An operator has bound Keycloak's own flows again, in every place. */
        STOCK_FLOWS("no-way-round-stock-flows"),
        /** There is no provider of ours in it. */
        NO_PROVIDER("no-way-round-no-provider"),
        /** It is reached through a proxy that vouches for people's certificates. */
        BEHIND_PROXY("no-way-round-behind-proxy"),
        /** There is a container registry to it, and an operator has switched the required action off. */
        WITH_REGISTRY("no-way-round-with-registry"),
        /** Its accounts are those of a Kerberos realm. */
        OF_KERBEROS("no-way-round-of-kerberos");

        private final String realm;

        Setting(String realm) {
            this.realm = realm;
        }
    }

    public Grounds(Stage stage, ClusterStage behindProxy) {
        this.stage = stage;
        this.behindProxy = behindProxy;
        this.device = DeviceInHand.listeningAt(stage.broker().cibaDevice());
    }

    /** A fresh account of this kind in such a realm, and all that its person or a stranger may do. */
    public Scene scene(Setting setting, Holder holder) {
        return new Scene(this, places.computeIfAbsent(setting, this::make), holder);
    }

    Stage stage() {
        return stage;
    }

    Mailbox mailbox() {
        return stage.mailbox();
    }

    /** Another provider than Magento.com that people sign in with, under this alias. */
    MagentoStandIn other() {
        return other;
    }

    Assertions assertions() {
        return assertions;
    }

    DeviceInHand device() {
        return device;
    }

    /** What the accounts of {@link Setting#OF_KERBEROS} are of. */
    Kerberos kerberos() {
        if (kerberos == null) {
            kerberos = Kerberos.knownTo(stage.broker());
        }
        return kerberos;
    }

    @Override
    public void close() {
        if (kerberos != null) {
            kerberos.close();
        }
        device.close();
        other.close();
    }

    private Place make(Setting setting) {
        Broker broker = setting == Setting.BEHIND_PROXY || setting == Setting.WITH_REGISTRY
                ? behindProxy.broker()
                : stage.broker();
        Place place = new Place(broker, setting.realm);
        if (setting == Setting.NO_PROVIDER) {
            ObjectNode template = BrokerRealm.template(setting.realm, stage.magento());
            broker.server().post("", template.without(List.of("identityProviders", "attributes")));
        } else {
            broker.further(setting.realm, stage.magento());
        }
        place.admin()
                .changeRealm(Map.of(
                        "registrationAllowed", true,
                        "webAuthnPolicyPasswordlessRpEntityName", "No way round",
                        "webAuthnPolicyPasswordlessPasskeysEnabled", true));
        place.admin().sendMailThrough(stage.mailbox());
        place.changeRequiredAction("delete_account", Map.of("enabled", true));
        addProviders(place);
        addClients(place);
        switch (setting) {
            case SET_UP, NO_PROVIDER -> {}
            case IN_OUTAGE ->
                broker.server()
                        .send(
                                "POST",
                                "/" + setting.realm + "/magento/outage",
                                Admin.json(Map.of(
                                        "until",
                                        Instant.now().plus(Duration.ofHours(12)).toString(),
                                        "reason",
                                        "To see what it opens")))
                        .expecting(200);
            case ACTION_OFF -> place.changeRequiredAction("magento-link", Map.of("enabled", false));
            case STOCK_FLOWS -> rebind(place);
            case BEHIND_PROXY -> CertificateWays.prepare(place);
            case WITH_REGISTRY -> {
                place.changeRequiredAction("magento-link", Map.of("enabled", false));
                place.admin().createClient(Registry.client());
            }
            case OF_KERBEROS -> TicketWays.prepare(place, kerberos());
        }
        return place;
    }

    private void addProviders(Place place) {
        other.client().redirectingTo(place.url("/broker/other/endpoint"));
        Map<String, String> config = Map.of(
                "issuer", other.issuer(),
                "authorizationUrl", other.address(Endpoint.AUTHORIZATION).toString(),
                "tokenUrl", other.address(Endpoint.TOKEN).toString(),
                "jwksUrl", other.address(Endpoint.KEYS).toString(),
                "useJwksUrl", "true",
                "clientId", other.client().id(),
                "clientSecret", other.client().secret(),
                "clientAuthMethod", "client_secret_post",
                "pkceEnabled", "true",
                "pkceMethod", "S256");
        place.send(
                        "POST",
                        "/identity-provider/instances",
                        Map.of("alias", "other", "providerId", "oidc", "enabled", true, "config", config))
                .expecting(201);
        place.send(
                        "POST",
                        "/identity-provider/instances",
                        Map.of(
                                "alias",
                                Assertions.PROVIDER,
                                "providerId",
                                "jwt-authorization-grant",
                                "enabled",
                                true,
                                "config",
                                assertions.providerConfig()))
                .expecting(201);
    }

    private static void addClients(Place place) {
        place.makeApp("app", Map.of());
        place.makeApp(
                "app-stock",
                Map.of(
                        "authenticationFlowBindingOverrides",
                        Map.of("browser", place.flow("browser"), "direct_grant", place.flow("direct grant"))));
        for (String credential : List.of("auth-otp-form", "auth-recovery-authn-code-form")) {
            String flow = place.makeFlow("only " + credential, List.of("auth-username-form", credential));
            place.makeApp("app-" + credential, Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow)));
        }
        place.makeApp("app-implicit", Map.of("implicitFlowEnabled", true));
        place.makeService(Assertions.PROVIDER);
        place.admin().createClient(Saml.client());
    }

    private static void rebind(Place place) {
        place.admin()
                .changeRealm(Map.of(
                        "browserFlow", "browser",
                        "directGrantFlow", "direct grant",
                        "resetCredentialsFlow", "reset credentials"));
        // The server refuses this one, so it is as of a time when it did not.
        place.broker()
                .database()
                .update(
                        "update IDENTITY_PROVIDER set FIRST_BROKER_LOGIN_FLOW_ID = ? where INTERNAL_ID = ?",
                        place.flow("first broker login"),
                        place.admin()
                                .get("/identity-provider/instances/" + Place.PROVIDER)
                                .get("internalId")
                                .asText());
        place.send("POST", "/clear-realm-cache", Map.of()).expecting(204);
    }
}
