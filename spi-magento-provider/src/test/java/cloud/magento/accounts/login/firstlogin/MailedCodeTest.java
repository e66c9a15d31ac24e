package cloud.magento.accounts.login.firstlogin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.flowstate.TestAuthenticationSessions;
import cloud.magento.accounts.login.firstlogin.MailedCode.Outcome;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.common.util.Time;
import org.keycloak.sessions.AuthenticationSessionModel;

class MailedCodeTest {
    private static final String USER = "user-1";
    private static final String ISSUER = "https://issuer.example";
    private static final String SUBJECT = "MAG1";
    private static final int NOT_BEFORE = 0;
    private static final UpstreamIdentity IDENTITY = new UpstreamIdentity(ISSUER, SUBJECT);
    private static final String INCORRECT = "2222-2222";

    private final AuthenticationSessionModel authSession = TestAuthenticationSessions.empty();
    private final MailedCode code = new MailedCode(authSession, USER, NOT_BEFORE, IDENTITY);

    @AfterEach
    void setTheClockRight() {
        Time.setOffset(0);
    }

    @Test
    void issuesCodeWithoutLookAlikeCharacters() {
        assertThat(code.issue()).matches("[2-9B-DF-HJKMNP-TV-Z]{4}-[2-9B-DF-HJKMNP-TV-Z]{4}");
        assertThat(code.issue()).isNotEqualTo(code.issue());
    }

    @Test
    void acceptsCodeOnceAndRejectsReplay() {
        String mailed = code.issue();

        assertThat(code.take(mailed)).isEqualTo(Outcome.CORRECT);
        assertThat(code.isPending()).isFalse();
        assertThat(code.take(mailed)).isEqualTo(Outcome.OVER);
    }

    @Test
    void ignoresCaseSpacesAndDash() {
        String mailed = code.issue();

        String typed = " " + mailed.toLowerCase(Locale.ROOT).replace("-", " \t") + "\n";

        assertThat(code.take(typed)).isEqualTo(Outcome.CORRECT);
    }

    @Test
    void stopsBruteForceAfterFiveWrongTries() {
        String mailed = code.issue();

        for (int tries = 1; tries < MailedCode.TRIES; tries++) {
            assertThat(code.take(INCORRECT)).isEqualTo(Outcome.INCORRECT);
        }

        assertThat(MailedCode.TRIES).isEqualTo(5);
        assertThat(code.take(INCORRECT)).isEqualTo(Outcome.OVER);
        assertThat(code.isPending()).isFalse();
        assertThat(code.take(mailed)).isEqualTo(Outcome.OVER);
    }

    @Test
    void acceptsRightCodeOnFifthTry() {
        String mailed = code.issue();
        for (int tries = 1; tries < MailedCode.TRIES; tries++) {
            code.take(INCORRECT);
        }

        assertThat(code.take(mailed)).isEqualTo(Outcome.CORRECT);
    }

    @Test
    void rejectsEmptyInputAsWrongTry() {
        code.issue();

        assertThat(code.take(null)).isEqualTo(Outcome.INCORRECT);
        assertThat(code.take("")).isEqualTo(Outcome.INCORRECT);
    }

    @Test
    void expiresAfterTenMinutesDespiteWrongTries() {
        String mailed = code.issue();
        int lifetime = (int) MailedCode.LIFETIME.toSeconds();
        assertThat(lifetime).isEqualTo(600);

        // A few seconds before the end, since the clock goes on while this runs.
        Time.setOffset(lifetime - 5);
        assertThat(code.isPending()).isTrue();
        assertThat(code.take(INCORRECT)).isEqualTo(Outcome.INCORRECT);

        Time.setOffset(lifetime);
        assertThat(code.isPending()).isFalse();
        assertThat(code.take(mailed)).isEqualTo(Outcome.OVER);
    }

    @Test
    void replacesEarlierCodeAndResetsTries() {
        String before = code.issue();
        code.take(INCORRECT);
        String mailed = code.issue();

        assertThat(code.take(before)).isEqualTo(Outcome.INCORRECT);
        for (int tries = 2; tries < MailedCode.TRIES; tries++) {
            assertThat(code.take(INCORRECT)).isEqualTo(Outcome.INCORRECT);
        }
        assertThat(code.take(mailed)).isEqualTo(Outcome.CORRECT);
    }

    @ParameterizedTest
    @CsvSource({
        "user-2, 0, https://issuer.example, MAG1",
        "user-1, 1, https://issuer.example, MAG1",
        "user-1, 0, https://other.example, MAG1",
        "user-1, 0, https://issuer.example, MAG2",
        "user-1, 0, https://issuer.example, mag1"
    })
    void rejectsCodeForAnotherAccountOrIdentityOrAfterLink(
            String userId, int notBefore, String issuer, String subject) {
        String mailed = code.issue();

        MailedCode other = new MailedCode(authSession, userId, notBefore, new UpstreamIdentity(issuer, subject));

        assertThat(other.take(mailed)).isEqualTo(Outcome.INCORRECT);
        assertThat(code.take(mailed)).isEqualTo(Outcome.CORRECT);
    }

    @Test
    void rejectsCodeInAnotherAuthenticationSession() {
        String mailed = code.issue();

        MailedCode elsewhere = new MailedCode(TestAuthenticationSessions.empty(), USER, NOT_BEFORE, IDENTITY);

        assertThat(elsewhere.isPending()).isFalse();
        assertThat(elsewhere.take(mailed)).isEqualTo(Outcome.OVER);
        assertThat(code.take(mailed)).isEqualTo(Outcome.CORRECT);
    }

    @Test
    void rejectsCodeOnceForgotten() {
        String mailed = code.issue();

        code.forget();

        assertThat(code.isPending()).isFalse();
        assertThat(code.take(mailed)).isEqualTo(Outcome.OVER);
    }

    @Test
    void storesNoCodeInPlainText() {
        Map<String, String> notes = new HashMap<>();

        String mailed =
                new MailedCode(TestAuthenticationSessions.keepingNotesIn(notes), USER, NOT_BEFORE, IDENTITY).issue();

        assertThat(notes.values())
                .isNotEmpty()
                .noneSatisfy(note -> assertThat(note.replace("-", "")).contains(mailed.replace("-", "")));
    }
}
