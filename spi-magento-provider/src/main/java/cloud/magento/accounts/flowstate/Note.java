package cloud.magento.accounts.flowstate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A value that is kept in an authentication session under a name, as JSON. The browser never sees it. What cannot be
 * read, because another version of this software wrote it, counts as absent: the step then begins again, as after a
 * restart.
 *
 * @param <T> what is kept, a record
 */
public final class Note<T> {
    private static final Logger LOG = Logger.getLogger(Note.class);

    /** A record with a component that the note does not have would hold null where nobody looks for it. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String name;
    private final Class<T> type;

    private Note(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * A note.
     *
     * @param name its name in the authentication session, {@code magento.<area>.<name>}
     * @param type what is kept
     */
    public static <T> Note<T> named(String name, Class<T> type) {
        return new Note<>(name, type);
    }

    public void keep(AuthenticationSessionModel authSession, T value) {
        try {
            authSession.setAuthNote(name, JSON.writeValueAsString(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What was kept last, or empty. */
    public Optional<T> kept(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(name)).flatMap(this::parse);
    }

    /** What was kept last, which is not kept any longer. */
    public Optional<T> take(AuthenticationSessionModel authSession) {
        Optional<T> kept = kept(authSession);
        forget(authSession);
        return kept;
    }

    public void forget(AuthenticationSessionModel authSession) {
        authSession.removeAuthNote(name);
    }

    private Optional<T> parse(String text) {
        try {
            return Optional.ofNullable(JSON.readValue(text, type));
        } catch (JsonProcessingException otherVersion) {
            LOG.infof("Note %s of a sign-in cannot be read; treating it as absent", name);
            return Optional.empty();
        }
    }
}
