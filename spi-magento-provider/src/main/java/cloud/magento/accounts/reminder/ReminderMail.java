package cloud.magento.accounts.reminder;

import cloud.magento.accounts.web.MailLanguage;
import cloud.magento.accounts.web.MailName;
import cloud.magento.accounts.web.ReadableTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The mail that reminds: from when Magento.com is the way in, why, and what to do. Its one link leads to the account
 * page, which asks for the sign-in; nothing in the mail opens anything.
 */
public final class ReminderMail {
    private static final String TEMPLATE = "magento-reminder.ftl";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final Locale language;
    private final String subject;
    private final List<Object> subjectValues;
    private final Map<String, Object> data = new HashMap<>();

    /**
     * What it says.
     *
     * @param deadline of the account
     * @param page where its link leads
     */
    public ReminderMail(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            Locale language,
            Instant now,
            Instant deadline,
            String page) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.language = language;
        boolean isOverdue = !now.isBefore(deadline);
        String date = ReadableTime.dateOf(deadline, language);
        this.subject = "magento.mail.reminder.subject" + (isOverdue ? "-overdue" : "");
        this.subjectValues = isOverdue ? List.of() : List.of(date);
        data.put("accountName", MailName.of(user.getUsername()));
        data.put("deadline", date);
        data.put("overdue", isOverdue);
        data.put("daysLeft", ReadableTime.daysUntil(now, deadline));
        data.put("link", page);
    }

    /**
     * As the person gets it.
     *
     * @param language as a language tag
     */
    public record Rendered(String language, String subject, String text, String html) {}

    /** Shows it to whoever asks, and sends it to nobody. */
    public Rendered render() {
        Capture capture = new Capture(session, language);
        try {
            write(capture);
        } catch (EmailException e) {
            throw new IllegalStateException("The reminder cannot be rendered", e);
        }
        return Objects.requireNonNull(capture.rendered);
    }

    /** Hands it to the realm's mail server. */
    void send() throws EmailException {
        write(session.getProvider(EmailTemplateProvider.class));
    }

    private void write(EmailTemplateProvider mails) throws EmailException {
        MailLanguage.use(
                session,
                language,
                () -> mails.setRealm(realm).setUser(user).send(subject, subjectValues, TEMPLATE, data));
    }

    /** Renders as Keycloak does, and keeps what it would send. */
    private static final class Capture extends FreeMarkerEmailTemplateProvider {
        private final Locale language;
        private @Nullable Rendered rendered;

        Capture(KeycloakSession session, Locale language) {
            super(session);
            this.language = language;
        }

        @Override
        protected void send(
                Map<String, String> config,
                String subject,
                String textBody,
                String htmlBody,
                @Nullable String address) {
            rendered = new Rendered(language.toLanguageTag(), subject, textBody, htmlBody);
        }
    }
}
