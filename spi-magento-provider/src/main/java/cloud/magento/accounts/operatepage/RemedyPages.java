package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.diagnosis.Diagnosis;
import cloud.magento.accounts.diagnosis.DiagnosisFacts;
import cloud.magento.accounts.diagnosis.Remedy;
import cloud.magento.accounts.web.PageUrls;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.urls.UrlType;

/** On which page a remedy is done: one of ours, or one of the admin console. */
final class RemedyPages {
    private final Operator operator;
    private final UserModel user;
    private final Diagnosis found;

    RemedyPages(Operator operator, UserModel user, Diagnosis found) {
        this.operator = operator;
        this.user = user;
        this.found = found;
    }

    String of(Remedy remedy) {
        return switch (remedy) {
            case ENABLE_ACCOUNT, UNLOCK, VERIFY_EMAIL -> ofUser("settings");
            case SEND_PASSWORD_MAIL, GIVE_PASSWORD -> ofUser("credentials");
            case REMOVE_LINK -> ofUser("identity-provider-links");
            case ENABLE_APPLICATION -> console("/clients/" + client() + "/settings");
            case ENABLE_PROVIDER -> console("/identity-providers/magento/" + encoded(found.alias()) + "/settings");
            case RECONCILE -> Place.RECONCILE.url(operator.session());
            case MEND_FLOW -> Place.CHECKS.url(operator.session());
            case EXEMPT -> Place.EXEMPTIONS.url(operator.session(), Map.of("account", user.getUsername()));
            case INVITE, INVITE_BY_MAIL ->
                Place.INVITATIONS.url(operator.session(), Map.of("account", user.getUsername()));
            case CONNECT, SIGN_IN_UPSTREAM ->
                PageUrls.accountPage(operator.session(), operator.realm()).toString();
        };
    }

    private String ofUser(String tab) {
        return console("/users/" + encoded(user.getId()) + "/" + tab);
    }

    private String client() {
        DiagnosisFacts.Application application = found.facts().application();
        ClientModel client = application == null ? null : operator.realm().getClientByClientId(application.clientId());
        return client == null ? "" : encoded(client.getId());
    }

    /** The realm's own console, to which its operators sign in. */
    private String console(String path) {
        String realm = encoded(operator.realm().getName());
        return operator.session()
                        .getContext()
                        .getUri(UrlType.ADMIN)
                        .getBaseUriBuilder()
                        .path("admin/{realm}/console/")
                        .build(operator.realm().getName())
                + "#/" + realm + path;
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
