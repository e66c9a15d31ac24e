package cloud.magento.accounts.web;

import cloud.magento.accounts.refusal.RecordedRefusal;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The page on which a refusal ends: what happened, why, what to do next, and a reference for support. Every refusal
 * that is not shown on a page the person is already on goes through here, so none ends on a bare error.
 */
public final class RefusalPage {
    private final KeycloakSession session;
    private final RecordedRefusal refusal;
    private @Nullable AuthenticationSessionModel authSession;
    private @Nullable URI retry;
    private @Nullable URI other;
    private @Nullable URI account;
    private @Nullable URI password;
    private @Nullable OutageNotice outage;
    private @Nullable String used;
    private boolean waits;

    public RefusalPage(KeycloakSession session, RecordedRefusal refusal) {
        this.session = session;
        this.refusal = refusal;
    }

    /** The authentication session the page belongs to, if there still is one: it keeps the language and the client. */
    public RefusalPage within(@Nullable AuthenticationSessionModel authSession) {
        this.authSession = authSession;
        return this;
    }

    /** Where "try again" leads. */
    public RefusalPage retryingAt(@Nullable URI retry) {
        this.retry = retry;
        return this;
    }

    /** Where "use another Magento.com account" leads. */
    public RefusalPage otherAt(@Nullable URI other) {
        this.other = other;
        return this;
    }

    /** Where the account page lies. */
    public RefusalPage accountAt(@Nullable URI account) {
        this.account = account;
        return this;
    }

    /** That the page asks again by itself, without a script. */
    public RefusalPage waiting() {
        this.waits = true;
        return this;
    }

    /** That an outage is declared, and where people may sign in with their password meanwhile. */
    public RefusalPage inOutage(OutageNotice declared, @Nullable URI passwordAt) {
        this.outage = declared;
        this.password = passwordAt;
        return this;
    }

    /** Which upstream account the person came with. */
    public RefusalPage having(@Nullable String upstreamName) {
        this.used = upstreamName;
        return this;
    }

    public Response render(Response.Status status) {
        Map<String, Object> magento = new HashMap<>();
        magento.put("reason", refusal.reason().id());
        magento.put("reference", refusal.reference());
        magento.put("status", status.getStatusCode());
        putIfPresent(magento, "retryUrl", retry);
        putIfPresent(magento, "otherUrl", other);
        putIfPresent(magento, "accountUrl", account);
        putIfPresent(magento, "passwordUrl", password);
        magento.put("waits", waits);
        if (outage != null) {
            outage.show(magento);
        }
        if (used != null) {
            magento.put("usedUpstreamName", used);
        }
        SupportAddress.show(session, magento);
        LoginFormsProvider forms = session.getProvider(LoginFormsProvider.class);
        if (authSession != null) {
            forms.setAuthenticationSession(authSession);
        }
        return forms.setAttribute("magento", magento).setStatus(status).createForm("magento-refused.ftl");
    }

    private static void putIfPresent(Map<String, Object> data, String key, @Nullable URI uri) {
        if (uri != null) {
            data.put(key, uri.toString());
        }
    }
}
