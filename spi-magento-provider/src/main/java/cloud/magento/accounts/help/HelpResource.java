package cloud.magento.accounts.help;

import cloud.magento.accounts.pages.PageUrls;
import cloud.magento.accounts.pages.PrivatePage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.LocaleUtil;

/**
 * The page for who cannot sign in, at an address that support can send. It is the same for everybody: it needs no session,
 * makes none, calls nobody, and says nothing of any account. That a provider is switched off changes nothing here.
 */
public final class HelpResource {
    private final KeycloakSession session;
    private final RealmModel realm;

    public HelpResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response page() {
        heedLanguage();
        Map<String, Object> magento = new HashMap<>();
        magento.put("accountUrl", PageUrls.accountPage(session, realm).toString());
        return PrivatePage.of(
                session,
                session.getProvider(LoginFormsProvider.class)
                        .setAttribute("magento", magento)
                        .createForm("magento-help.ftl"));
    }

    /** Keycloak writes into a cookie whatever it is asked for, so it is asked for what the realm has. */
    private void heedLanguage() {
        String asked =
                session.getContext().getUri().getQueryParameters().getFirst(LocaleSelectorProvider.KC_LOCALE_PARAM);
        if (realm.getSupportedLocalesStream().anyMatch(language -> language.equals(asked))) {
            LocaleUtil.processLocaleParam(session, realm, null);
        }
    }
}
