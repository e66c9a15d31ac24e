package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.web.CsrfCheck;
import cloud.magento.accounts.web.PageUrls;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Where the links of the auditor's pages lead. */
final class AuditUrls {
    private final KeycloakSession session;
    private final RealmModel realm;

    AuditUrls(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    URI overview() {
        return PageUrls.realmResource(session, realm).path("audit").build();
    }

    /** The overview in place of what an out-of-date form asked for. */
    URI outdated() {
        return UriBuilder.fromUri(overview())
                .queryParam("notice", CsrfCheck.OUTDATED)
                .build();
    }

    /** The list of accounts under a filter. */
    String accounts(Map<String, String> parameters) {
        return overview() + "/accounts" + query(parameters);
    }

    /** The entries of the record. */
    String entries(Map<String, String> parameters) {
        return overview() + "/entries" + query(parameters);
    }

    /** Everything that the record tells of one account. */
    String history(String userId) {
        return entries(Map.of("user", userId));
    }

    /** What a form posts to. */
    String action(String name) {
        return overview() + "/" + name;
    }

    /** A guide by its name, such as {@code auditor}. */
    String guide(String name) {
        return overview() + "/guides/" + name;
    }

    String accountPage() {
        return PageUrls.accountPage(session, realm).toString();
    }

    /** Where the roll-out is run. */
    String operatePage() {
        return PageUrls.realmResource(session, realm).path("operate").build().toString();
    }

    String signOut() {
        return PageUrls.accountPage(session, realm) + "/sign-out";
    }

    /** The public halves of the ledger's log keys, as a JWKS. */
    String logKeys() {
        return PageUrls.realmResource(session, realm).path("log-keys").build().toString();
    }

    /** The realm's public keys, as a JWKS. */
    String keys() {
        return session.getContext()
                .getUri()
                .getBaseUriBuilder()
                .path("realms/{realm}/protocol/openid-connect/certs")
                .build(realm.getName())
                .toString();
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
