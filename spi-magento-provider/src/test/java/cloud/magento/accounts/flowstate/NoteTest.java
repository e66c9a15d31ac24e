package cloud.magento.accounts.flowstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.sessions.AuthenticationSessionModel;

class NoteTest {
    private final Map<String, String> notes = new HashMap<>();
    private final AuthenticationSessionModel authSession = TestAuthenticationSessions.keepingNotesIn(notes);
    private final Note<Progress> note = Note.named("magento.test.progress", Progress.class);

    private enum Colour {
        RED
    }

    record Inner(String text, @Nullable Long number) {
        Inner {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
        }
    }

    record Progress(boolean sent, Colour colour, Inner inner, List<String> list, long time) {
        boolean isLate(long now) {
            return now > time;
        }
    }

    @Test
    void restoresRecordUnchanged() {
        Progress progress =
                new Progress(true, Colour.RED, new Inner("\"a b\"\n\u00e9", null), List.of("x", "y z"), Long.MAX_VALUE);

        note.keep(authSession, progress);

        assertThat(note.kept(authSession)).contains(progress);
    }

    @Test
    void keepsNewestOnly() {
        note.keep(authSession, progress("one"));
        note.keep(authSession, progress("two"));

        assertThat(note.take(authSession)).contains(progress("two"));
        assertThat(note.kept(authSession)).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void forgetsNote() {
        note.keep(authSession, progress("one"));

        note.forget(authSession);

        assertThat(note.kept(authSession)).isEmpty();
    }

    @Test
    void readsNoteOfOtherVersionAsAbsent() {
        for (String other : List.of("", "local-login 1 2", "{}", "{}x", "[1]", "{\"inner\":{\"text\":\"\"}}", "null")) {
            notes.put("magento.test.progress", other);

            assertThat(note.kept(authSession)).as(other).isEmpty();
        }
    }

    private static Progress progress(String text) {
        return new Progress(false, Colour.RED, new Inner(text, 1L), List.of(), 0);
    }
}
