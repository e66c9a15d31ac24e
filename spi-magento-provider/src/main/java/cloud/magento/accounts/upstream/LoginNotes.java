package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.LoginLevels;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.common.util.Time;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a user session keeps of the login at upstream that opened it: how strong it was, when, and by what. The newest
 * login is the one that counts, so each writes all of it.
 */
public final class LoginNotes {
    /** Which of the realm's levels upstream's word on the login comes to. */
    private static final String LEVEL = "magento.session.upstream-level";

    /** When the person signed in at upstream, in seconds since the epoch; empty where upstream did not tell. */
    private static final String SIGNED_IN_AT = "magento.session.upstream-auth-time";

    /** By what (RFC 8176), one space between two; empty where upstream did not tell. */
    private static final String METHODS = "magento.session.upstream-amr";

    private static final int MOST_METHODS = 16;

    private LoginNotes() {}

    /**
     * Keeps what upstream told of the login, and has this realm's tokens tell the same time ({@code auth_time}).
     *
     * @param tellsTime whether upstream's time is what applications are told, and not the time of its arrival here
     */
    static void keep(AuthenticationSessionModel authSession, BrokeredIdentityContext arrived, boolean tellsTime) {
        Optional<String> signedInAt = UpstreamClaims.text(arrived, UpstreamClaims.AUTH_TIME)
                .map(Long::valueOf)
                .map(seconds -> Math.min(seconds, Time.currentTimeSeconds()))
                .filter(seconds -> seconds > 0)
                .map(seconds -> Long.toString(seconds));
        authSession.setUserSessionNote(
                LEVEL, UpstreamClaims.text(arrived, UpstreamClaims.LEVEL).orElse(""));
        authSession.setUserSessionNote(SIGNED_IN_AT, signedInAt.orElse(""));
        authSession.setUserSessionNote(
                METHODS, UpstreamClaims.text(arrived, UpstreamClaims.METHODS).orElse(""));
        if (tellsTime) {
            signedInAt.ifPresent(time -> {
                authSession.setClientNote(AuthenticationManager.AUTH_TIME_BROKER, time);
                // For single sign-on, where Keycloak leaves the time as it was.
                authSession.setUserSessionNote(AuthenticationManager.AUTH_TIME, time);
            });
        }
    }

    /** Takes the time back that an earlier attempt of this sign-in left, where it is not upstream that opens it. */
    public static void forgetTimeUnlessThrough(AuthenticationSessionModel authSession) {
        if (signedInAt(authSession.getUserSessionNotes()::get) == null) {
            authSession.removeClientNote(AuthenticationManager.AUTH_TIME_BROKER);
        }
    }

    /** The level of the login; any login's where none is noted. */
    public static int level(UnaryOperator<@Nullable String> note) {
        return Optional.ofNullable(note.apply(LEVEL))
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .orElse(LoginLevels.ANY);
    }

    /** When the person signed in at upstream, or null where nobody knows. */
    public static @Nullable Instant signedInAt(UnaryOperator<@Nullable String> note) {
        return Optional.ofNullable(note.apply(SIGNED_IN_AT))
                .filter(text -> text.matches("\\d{1,12}"))
                .map(text -> Instant.ofEpochSecond(Long.parseLong(text)))
                .orElse(null);
    }

    /** By what the person signed in at upstream; empty where nobody knows. */
    public static List<String> methods(UnaryOperator<@Nullable String> note) {
        return Optional.ofNullable(note.apply(METHODS)).stream()
                .flatMap(text -> Arrays.stream(text.split(" ")))
                .filter(method -> !method.isEmpty())
                .toList();
    }

    /** Upstream's {@code amr} as it is noted; what is no name of a method is left out. */
    static String methods(List<String> amr) {
        return amr.stream()
                .filter(method -> method.matches("[\\x21-\\x7E]{1,64}"))
                .distinct()
                .limit(MOST_METHODS)
                .collect(Collectors.joining(" "));
    }
}
