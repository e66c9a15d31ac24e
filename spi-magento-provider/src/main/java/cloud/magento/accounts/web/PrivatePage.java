package cloud.magento.accounts.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.ContentSecurityPolicyBuilder;
import org.keycloak.models.KeycloakSession;

/** A page for one person alone: kept by no cache and framed by nobody. */
public final class PrivatePage {
    private PrivatePage() {}

    /**
     * The realm's own security headers, but for framing, which the realm may allow to its origin and these pages never.
     */
    public static Response of(KeycloakSession session, Response rendered) {
        Response.ResponseBuilder page = Response.fromResponse(rendered)
                .header(HttpHeaders.CACHE_CONTROL, null)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        Map<String, String> configured = session.getContext().getRealm().getBrowserSecurityHeaders();
        for (BrowserSecurityHeaders header : BrowserSecurityHeaders.values()) {
            String value = configured.getOrDefault(header.getKey(), header.getDefaultValue());
            String sent = switch (header) {
                case X_FRAME_OPTIONS -> "DENY";
                case CONTENT_SECURITY_POLICY ->
                    ContentSecurityPolicyBuilder.create(value)
                            .frameAncestors("'none'")
                            .build();
                default -> value;
            };
            if (sent != null && !sent.isEmpty()) {
                page.header(header.getHeaderName(), sent);
            }
        }
        return page.build();
    }

    /**
     * A page outside any sign-in, which leads to support where there is an address for it.
     *
     * @param data what its template is given
     */
    public static Response outsideSignIn(KeycloakSession session, Map<String, Object> data, String template) {
        Map<String, Object> given = new HashMap<>(data);
        SupportAddress.show(session, given);
        return of(
                session,
                session.getProvider(LoginFormsProvider.class)
                        .setDetachedAuthSession()
                        .setAttribute("magento", given)
                        .createForm(template));
    }
}
