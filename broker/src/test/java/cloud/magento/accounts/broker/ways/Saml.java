package cloud.magento.accounts.broker.ways;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A SAML service provider of a realm. */
final class Saml {
    private static final String ID = "saml-app";
    private static final String CONSUMER = "http://sp.invalid/acs";

    private Saml() {}

    /** The service provider as the realm knows it. */
    static Map<String, Object> client() {
        return Map.of(
                "clientId",
                ID,
                "protocol",
                "saml",
                "redirectUris",
                List.of(CONSUMER),
                "attributes",
                Map.of(
                        "saml.client.signature", "false",
                        "saml.force.post.binding", "true",
                        "saml.allow.ecp.flow", "true",
                        "saml_assertion_consumer_url_post", CONSUMER,
                        "saml_idp_initiated_sso_url_name", ID));
    }

    /** Where the service provider sends people. */
    static URI request(Place place, boolean passive) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes, new Deflater(9, true))) {
                deflated.write(authnRequest(place, passive).getBytes(UTF_8));
            }
            return Http.uri(
                    endpoint(place).toString(),
                    Map.of("SAMLRequest", Base64.getEncoder().encodeToString(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the realm sends people to the service provider without being asked. */
    static URI unasked(Place place) {
        return place.url("/protocol/saml/clients/" + ID);
    }

    /** Asks with name and password, with no browser (SAML 2.0 enhanced client or proxy). */
    static Answer enhancedClient(Place place, Account account) {
        String envelope = "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>"
                + authnRequest(place, false) + "</S:Body></S:Envelope>";
        String credentials = account.username() + ":" + account.password();
        return new Http()
                .send(HttpRequest.newBuilder(endpoint(place))
                        .header("Content-Type", "text/xml")
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
                        .POST(BodyPublishers.ofString(envelope)));
    }

    private static URI endpoint(Place place) {
        return place.url("/protocol/saml");
    }

    private static String authnRequest(Place place, boolean passive) {
        return "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
                + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_" + UUID.randomUUID()
                + "\" Version=\"2.0\" IssueInstant=\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                + "\" Destination=\"" + endpoint(place) + "\" AssertionConsumerServiceURL=\"" + CONSUMER
                + "\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" IsPassive=\"" + passive
                + "\"><saml:Issuer>" + ID + "</saml:Issuer></samlp:AuthnRequest>";
    }
}
