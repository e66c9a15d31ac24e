package cloud.magento.accounts.flowstate;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Authentication sessions that keep notes and do nothing else. */
public final class TestAuthenticationSessions {
    private TestAuthenticationSessions() {}

    public static AuthenticationSessionModel empty() {
        return keepingNotesIn(new HashMap<>());
    }

    /** One whose notes can be looked at from outside. */
    public static AuthenticationSessionModel keepingNotesIn(Map<String, String> notes) {
        return (AuthenticationSessionModel) Proxy.newProxyInstance(
                TestAuthenticationSessions.class.getClassLoader(),
                new Class<?>[] {AuthenticationSessionModel.class},
                (session, method, arguments) -> answer(notes, method.getName(), arguments));
    }

    private static @Nullable Object answer(Map<String, String> notes, String method, Object[] arguments) {
        return switch (method) {
            case "getAuthNote" -> notes.get((String) arguments[0]);
            case "removeAuthNote" -> {
                notes.remove((String) arguments[0]);
                yield null;
            }
            case "setAuthNote" -> {
                notes.put((String) arguments[0], (String) arguments[1]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        };
    }
}
