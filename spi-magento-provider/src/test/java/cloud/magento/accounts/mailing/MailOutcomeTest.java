package cloud.magento.accounts.mailing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.eclipse.angus.mail.util.SocketConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.email.EmailException;
import org.keycloak.theme.FreeMarkerException;

/** By what the server's own mail library throws. */
class MailOutcomeTest {
    private static final Address[] NOBODY = {};

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void tellsWhatFailureMeans(String what, @Nullable Exception cause, MailOutcome outcome) {
        EmailException failure = cause == null ? new EmailException(what) : new EmailException(what, cause);

        assertThat(MailOutcome.of(failure)).isEqualTo(outcome);
        assertThat(MailOutcome.of(new EmailException("Failed to template email", failure)))
                .isEqualTo(outcome);
    }

    static Stream<Arguments> failures() throws AddressException {
        InternetAddress address = new InternetAddress("agnes@example.com");
        return Stream.of(
                Arguments.of("invalid address, by Keycloak's check", null, MailOutcome.REFUSED),
                Arguments.of("invalid address, by the library", new AddressException("x"), MailOutcome.REFUSED),
                Arguments.of(
                        "template that cannot be rendered",
                        new FreeMarkerException("x", null),
                        MailOutcome.UNAVAILABLE),
                Arguments.of(
                        "no connection",
                        new MailConnectException(
                                new SocketConnectException("x", new ConnectException("refused"), "mail", 25, 1000)),
                        MailOutcome.UNAVAILABLE),
                Arguments.of("no sign-in", new AuthenticationFailedException("535 no"), MailOutcome.UNAVAILABLE),
                Arguments.of("no such mailbox", invalid(address, 550, "550 5.1.1 Unknown\n"), MailOutcome.REFUSED),
                Arguments.of("mailbox busy", invalid(address, 450, "450 4.2.0 Greylisted\n"), MailOutcome.DEFERRED),
                Arguments.of("mail refused", data(554, "554 5.7.1 Spam\n"), MailOutcome.REFUSED),
                Arguments.of("too many mails", data(451, "451 4.7.1 Later\n"), MailOutcome.DEFERRED),
                Arguments.of(
                        "no answer to the mail",
                        new MessagingException("Exception reading response", new SocketTimeoutException("Read")),
                        MailOutcome.UNKNOWN),
                Arguments.of("connection lost", new MessagingException("[EOF]"), MailOutcome.UNKNOWN));
    }

    private static Exception invalid(InternetAddress address, int code, String reply) {
        return new SendFailedException(
                "Invalid Addresses", new SMTPAddressFailedException(address, "RCPT TO:<x>", code, reply));
    }

    private static Exception data(int code, String reply) {
        return new SMTPSendFailedException(".", code, reply, null, NOBODY, NOBODY, NOBODY);
    }
}
