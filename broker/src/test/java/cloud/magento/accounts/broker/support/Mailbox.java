package cloud.magento.accounts.broker.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server on the loopback interface that takes everything and delivers nothing. */
public final class Mailbox implements AutoCloseable {
    private static final long WAIT_MILLIS = 15_000;

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private Mailbox() {}

    public static Mailbox open() {
        Mailbox mailbox = new Mailbox();
        mailbox.server.start();
        return mailbox;
    }

    /**
     * A mail as a person reads it.
     *
     * @param html the part that most programs show, empty where there is none
     */
    public record Mail(String subject, String text, String html) {
        private static final Pattern LINK = Pattern.compile("https?://\\S+");
        private static final Pattern CODE = Pattern.compile("\\b[0-9A-Z]{4}-[0-9A-Z]{4}\\b");

        /** The first link in it. */
        public URI link() {
            return URI.create(first(LINK));
        }

        /** The code by which an account is proven. */
        public String code() {
            return first(CODE);
        }

        private String first(Pattern what) {
            Matcher found = what.matcher(text);
            if (!found.find()) {
                throw new AssertionError("Nothing like " + what + " in " + this);
            }
            return found.group();
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    /** Every mail, oldest first. */
    public List<Mail> all() {
        return Arrays.stream(server.getReceivedMessages()).map(Mailbox::read).toList();
    }

    /** The mails for this address, oldest first. */
    public List<Mail> to(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> isTo(message, address))
                .map(Mailbox::read)
                .toList();
    }

    /** Waits until as many mails came for this address, and returns the newest. */
    public Mail await(String address, int count) {
        return await(address, count + " mails", () -> {
            List<Mail> mails = to(address);
            return mails.size() < count ? Optional.empty() : Optional.of(mails.get(mails.size() - 1));
        });
    }

    /** Waits until a mail with this subject came for this address, and returns the newest. */
    public Mail await(String address, String subject) {
        return await(address, "\"" + subject + "\"", () -> newest(address, subject));
    }

    private Mail await(String address, String what, Supplier<Optional<Mail>> wanted) {
        int received = server.getReceivedMessages().length;
        Optional<Mail> mail = wanted.get();
        while (mail.isEmpty()) {
            if (!server.waitForIncomingEmail(WAIT_MILLIS, ++received)) {
                throw new AssertionError("Not " + what + " to " + address + " but " + to(address));
            }
            mail = wanted.get();
        }
        return mail.get();
    }

    private Optional<Mail> newest(String address, String subject) {
        return to(address).stream()
                .filter(mail -> mail.subject().equals(subject))
                .reduce((earlier, later) -> later);
    }

    @Override
    public void close() {
        server.stop();
    }

    private static boolean isTo(MimeMessage message, String address) {
        try {
            return Arrays.stream(message.getRecipients(Message.RecipientType.TO))
                    .anyMatch(recipient -> recipient.toString().contains(address));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mail read(MimeMessage message) {
        try {
            return new Mail(message.getSubject(), part(message.getContent(), false), part(message.getContent(), true));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The plain part, which comes first in what Keycloak sends, or the HTML part, which comes last. */
    private static String part(Object content, boolean last) throws MessagingException, IOException {
        if (content instanceof Multipart parts) {
            BodyPart part = parts.getBodyPart(last ? parts.getCount() - 1 : 0);
            return part(part.getContent(), last);
        }
        return content.toString();
    }
}
