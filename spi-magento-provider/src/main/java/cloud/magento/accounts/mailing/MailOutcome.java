package cloud.magento.accounts.mailing;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.theme.FreeMarkerException;

/**
 * What came of handing one mail to the mail server. What is certain never to have been accepted can be tried again;
 * where nobody knows, it must not be. The mail library's exceptions are told by their names: it is the server's own,
 * and no part of what an extension compiles against.
 */
public enum MailOutcome {
    /** The mail server has accepted it. */
    SENT,
    /** The mail server, or a check before it, refused this address or this mail for good. */
    REFUSED,
    /** The mail server asks to try this one again later (a reply of 400 to 499). It has not accepted it. */
    DEFERRED,
    /** No mail can be sent now, to anybody: no connection, no sign-in there, or the mail cannot be rendered. */
    UNAVAILABLE,
    /** The connection broke when the mail may have been accepted already. */
    UNKNOWN;

    private static final String MAIL = "jakarta.mail.";
    private static final String FAILED_TO_SEND = MAIL + "SendFailedException";
    private static final String NO_SIGN_IN = MAIL + "AuthenticationFailedException";
    private static final String NO_CONNECTION = "org.eclipse.angus.mail.util.MailConnectException";
    private static final int DEEPEST = 16;
    private static final Pattern REPLY = Pattern.compile("^([245])\\d\\d[ -]");

    /** What a failure means. */
    public static MailOutcome of(EmailException failure) {
        if (causes(failure).anyMatch(FreeMarkerException.class::isInstance)
                || isAny(failure, NO_CONNECTION)
                || isAny(failure, NO_SIGN_IN)) {
            return UNAVAILABLE;
        }
        if (isAny(failure, FAILED_TO_SEND)) {
            return reply(failure).filter(code -> code == '4').isPresent() ? DEFERRED : REFUSED;
        }
        // Keycloak's own checks of the address come before any connection.
        return causes(failure)
                        .anyMatch(cause -> cause.getClass().getName().startsWith(MAIL)
                                && !cause.getClass().getName().startsWith(MAIL + "internet."))
                ? UNKNOWN
                : REFUSED;
    }

    /** The public form, in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The first digit of what the mail server replied, as the innermost exception has it. */
    private static Optional<Character> reply(Throwable failure) {
        return causes(failure)
                .map(Throwable::getMessage)
                .<Optional<Character>>map(MailOutcome::digit)
                .flatMap(Optional::stream)
                .reduce((outer, inner) -> inner);
    }

    private static Optional<Character> digit(@Nullable String message) {
        Matcher reply = REPLY.matcher(message == null ? "" : message);
        return reply.find() ? Optional.of(reply.group(1).charAt(0)) : Optional.empty();
    }

    private static boolean isAny(Throwable failure, String type) {
        return causes(failure)
                .anyMatch(cause ->
                        types(cause.getClass()).anyMatch(each -> each.getName().equals(type)));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return chain(failure, Throwable::getCause).limit(DEEPEST);
    }

    private static Stream<Class<?>> types(Class<?> type) {
        return chain(type, Class::getSuperclass);
    }

    private static <T> Stream<T> chain(T first, Function<T, @Nullable T> next) {
        Stream.Builder<T> found = Stream.builder();
        @Nullable T each = first;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            found.add(each);
            each = next.apply(each);
        }
        return found.build();
    }
}
