package cloud.magento.accounts.login.gate;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.Urls;

/**
 * By which of the sign-in page's two ways somebody got in last in this browser. A cookie remembers it, which says no
 * more than that: no account, no name, no time. It is written once a sign-in has succeeded, so it tells nobody whether
 * an account exists or is linked who could not open it.
 */
enum LastWay {
    /** By what the account has here: its password, a passkey. */
    PASSWORD,
    /** Through Magento.com. */
    MAGENTO;

    static final String COOKIE = "MAGENTO_LAST_WAY";

    private static final Duration KEPT = Duration.ofDays(180);

    /** The cookie's value, for example {@code password}. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the browser that makes the request remembers; whatever is no way counts as nothing. */
    static Optional<LastWay> in(KeycloakSession session) {
        @Nullable
        Cookie cookie = session.getContext().getRequestHeaders().getCookies().get(COOKIE);
        return Optional.ofNullable(cookie).flatMap(sent -> ofId(sent.getValue()));
    }

    static Optional<LastWay> ofId(@Nullable String id) {
        return Stream.of(values()).filter(way -> way.id().equals(id)).findFirst();
    }

    /** Has the browser remember it for this realm. */
    void remember(KeycloakSession session) {
        String path = Urls.realmBase(session.getContext().getUri().getBaseUri())
                .path("{realm}/")
                .build(session.getContext().getRealm().getName())
                .getRawPath();
        session.getContext().getHttpResponse().setCookieIfAbsent(cookie(path));
    }

    /** Sent by https alone and not along from other sites' forms; no script reads it. */
    NewCookie cookie(String path) {
        return new NewCookie.Builder(COOKIE)
                .value(id())
                .path(path)
                .maxAge((int) KEPT.toSeconds())
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
