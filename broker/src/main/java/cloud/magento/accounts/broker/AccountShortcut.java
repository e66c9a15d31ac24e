package cloud.magento.accounts.broker;

import cloud.magento.accounts.web.PageUrls;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Answers {@code /user} with a redirect to the account page of the broker's realm, keeping a language of the realm that
 * is asked for. The published instructions name this short address; the page itself belongs to the realm. Where it lies
 * is told by Keycloak from the host name and path that are configured, never by what the request says of itself.
 */
@Path("/user")
public class AccountShortcut {
    private static final String REALM = "accounts.magento.cloud";
    private static final String LOCALE = "kc_locale";

    @GET
    public Response toAccountPage(@Context KeycloakSession session, @QueryParam(LOCALE) @Nullable String locale) {
        RealmModel realm = session.realms().getRealmByName(REALM);
        if (realm == null) {
            throw new NotFoundException();
        }
        session.getContext().setRealm(realm);
        URI page = PageUrls.accountPage(session, realm);
        boolean known = locale != null && realm.getSupportedLocalesStream().anyMatch(locale::equals);
        return Response.seeOther(
                        known
                                ? UriBuilder.fromUri(page)
                                        .queryParam(LOCALE, locale)
                                        .build()
                                : page)
                .build();
    }
}
