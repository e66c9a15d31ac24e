package cloud.magento.accounts.keycloak;

import jakarta.enterprise.context.ContextNotActiveException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.Token;
import org.keycloak.common.ClientConnection;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakUriInfo;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.urls.UrlType;

/** What a session is about. Without a request it is the server's own. */
public abstract class TestContext implements KeycloakContext {
    private final TestSession session;
    private @Nullable RealmModel realm;
    private @Nullable ClientModel client;
    private @Nullable AuthenticationSessionModel authSession;
    private @Nullable UserSessionModel userSession;
    private @Nullable HttpRequest request;
    private @Nullable Token bearer;

    TestContext(TestSession session) {
        this.session = session;
    }

    @Override
    public @Nullable RealmModel getRealm() {
        return realm;
    }

    @Override
    public void setRealm(@Nullable RealmModel realm) {
        this.realm = realm;
    }

    @Override
    public @Nullable ClientModel getClient() {
        return client;
    }

    @Override
    public void setClient(@Nullable ClientModel client) {
        this.client = client;
    }

    @Override
    public @Nullable AuthenticationSessionModel getAuthenticationSession() {
        return authSession;
    }

    @Override
    public void setAuthenticationSession(@Nullable AuthenticationSessionModel authSession) {
        this.authSession = authSession;
    }

    @Override
    public @Nullable UserSessionModel getUserSession() {
        return userSession;
    }

    @Override
    public void setUserSession(@Nullable UserSessionModel userSession) {
        this.userSession = userSession;
    }

    @Override
    public KeycloakUriInfo getUri() {
        return new KeycloakUriInfo(session, UrlType.FRONTEND, getHttpRequest().getUri());
    }

    @Override
    public HttpRequest getHttpRequest() {
        if (request == null) {
            throw new ContextNotActiveException("This session has no request");
        }
        return request;
    }

    @Override
    public void setHttpRequest(HttpRequest request) {
        this.request = request;
    }

    @Override
    public ClientConnection getConnection() {
        return Partial.of(Loopback.class);
    }

    @Override
    public @Nullable Token getBearerToken() {
        return bearer;
    }

    @Override
    public void setBearerToken(Token token) {
        bearer = token;
    }

    @Override
    public Locale resolveLocale(@Nullable UserModel user) {
        return Locale.ENGLISH;
    }

    abstract static class Loopback implements ClientConnection {
        @Override
        public String getRemoteHost() {
            return "127.0.0.1";
        }

        @Override
        public String getRemoteAddr() {
            return "127.0.0.1";
        }
    }
}
