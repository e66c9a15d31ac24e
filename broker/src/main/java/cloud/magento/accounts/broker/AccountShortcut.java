package cloud.magento.accounts.broker;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /user} with a redirect to the account page of the broker's realm, keeping a language asked for. The
 * published instructions name this short address; the page itself belongs to the realm. The address is relative to the
 * server's root, so it is right behind any proxy.
 */
@Path("/user")
public class AccountShortcut {
    private static final String ACCOUNT_PAGE = "realms/accounts.magento.cloud/magento/user";

    @GET
    public Response toAccountPage(@Context UriInfo uriInfo, @QueryParam("kc_locale") @Nullable String locale) {
        UriBuilder page = uriInfo.getBaseUriBuilder().path(ACCOUNT_PAGE);
        if (locale != null) {
            page.queryParam("kc_locale", "{locale}");
        }
        URI target = locale == null ? page.build() : page.build(locale);
        return Response.seeOther(target).build();
    }
}
