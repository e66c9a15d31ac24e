package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.evaluation.Visitor;
import cloud.magento.accounts.web.CsrfCheck;
import cloud.magento.accounts.web.PrivatePage;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;

/** One of the auditor's pages: what all of them have, and what is put on this one. */
final class AuditPage {
    private final KeycloakSession session;
    private final Map<String, Object> data = new HashMap<>();

    AuditPage(KeycloakSession session, Visitor auditor) {
        this.session = session;
        AuditUrls urls = new AuditUrls(session);
        data.put("accountName", auditor.user().getUsername());
        data.put("stateChecker", CsrfCheck.stateChecker(session));
        data.put("overviewUrl", urls.overview().toString());
        data.put("accountsUrl", urls.accounts(Map.of()));
        data.put("entriesUrl", urls.entries(Map.of()));
        data.put("guideUrl", urls.guide(Guides.AUDITOR));
        data.put("operateUrl", urls.operatePage());
        data.put("accountPageUrl", urls.accountPage());
        data.put("signOutUrl", urls.signOut());
    }

    /** The language in which numbers and dates are written: that of the page's own texts. */
    static Locale locale(KeycloakSession session) {
        return session.getContext().resolveLocale(null);
    }

    AuditPage put(String name, @Nullable Object value) {
        if (value != null) {
            data.put(name, value);
        }
        return this;
    }

    Response render(String template, Response.Status status) {
        return PrivatePage.of(
                session,
                session.getProvider(LoginFormsProvider.class)
                        .setAttribute("magento", data)
                        .setStatus(status)
                        .createForm(template));
    }
}
