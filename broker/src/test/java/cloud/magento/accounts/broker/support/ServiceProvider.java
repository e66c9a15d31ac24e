package cloud.magento.accounts.broker.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A SAML service provider of the realm that people sign in to and out of. */
public final class ServiceProvider {
    private static final String CONSUMER = "http://sp.invalid/acs";
    private static final String SIGN_OUT = "http://sp.invalid/slo";

    private final BrokerRealm realm;
    private final String id = "service-provider-" + UUID.randomUUID();

    private ServiceProvider(BrokerRealm realm) {
        this.realm = realm;
    }

    /** Registers one in the realm. */
    public static ServiceProvider of(BrokerRealm realm) {
        ServiceProvider provider = new ServiceProvider(realm);
        realm.admin()
                .createClient(Map.of(
                        "clientId",
                        provider.id,
                        "protocol",
                        "saml",
                        "redirectUris",
                        List.of(CONSUMER),
                        "attributes",
                        Map.of(
                                "saml.client.signature", "false",
                                "saml.server.signature", "false",
                                "saml.assertion.signature", "false",
                                "saml.force.post.binding", "true",
                                "saml_force_name_id_format", "true",
                                "saml_name_id_format", "username",
                                "saml_assertion_consumer_url_post", CONSUMER,
                                "saml_single_logout_service_url_post", SIGN_OUT)));
        return provider;
    }

    /** The id that it is registered by. */
    public String clientId() {
        return id;
    }

    public URI signIn() {
        return request("AuthnRequest", "AssertionConsumerServiceURL=\"" + CONSUMER + "\"", "");
    }

    /** Where it sends whoever is known to it by this name to sign out. */
    public URI signOut(String name) {
        return request("LogoutRequest", "", "<saml:NameID>" + name + "</saml:NameID>");
    }

    /** Where it wants the answer to that. */
    public String signOutEndpoint() {
        return SIGN_OUT;
    }

    private URI request(String kind, String attributes, String content) {
        String request = "<samlp:" + kind + " xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
                + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_" + UUID.randomUUID()
                + "\" Version=\"2.0\" IssueInstant=\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                + "\" Destination=\"" + endpoint() + "\" " + attributes + "><saml:Issuer>" + id + "</saml:Issuer>"
                + content + "</samlp:" + kind + ">";
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes, new Deflater(9, true))) {
                deflated.write(request.getBytes(UTF_8));
            }
            return Http.uri(
                    endpoint().toString(),
                    Map.of("SAMLRequest", Base64.getEncoder().encodeToString(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI endpoint() {
        return realm.url("/protocol/saml");
    }
}
