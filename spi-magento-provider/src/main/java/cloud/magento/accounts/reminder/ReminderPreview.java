package cloud.magento.accounts.reminder;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.report.InvalidFilterException;
import cloud.magento.accounts.web.MailLanguage;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.adapter.InMemoryUserAdapter;

/** What a reminder would say, for whoever is about to start a campaign. */
public final class ReminderPreview {
    private static final String SOMEBODY = "alex";

    private ReminderPreview() {}

    /**
     * Renders one as it would be now.
     *
     * @param userId the account; null or empty for a made-up one in no group
     * @param locale the language; null or empty for the account's, or the realm's default
     * @throws InvalidFilterException for an account or a language that the realm does not have
     */
    public static ReminderMail.Rendered of(
            KeycloakSession session, RealmModel realm, @Nullable String userId, @Nullable String locale, String page) {
        UserModel user = userId == null || userId.isEmpty()
                ? somebody(session, realm)
                : Optional.ofNullable(session.users().getUserById(realm, userId))
                        .orElseThrow(() -> new InvalidFilterException("This realm has no account with this id."));
        Locale language = locale == null || locale.isEmpty()
                ? MailLanguage.of(realm, user)
                : MailLanguage.among(realm, locale)
                        .orElseThrow(() -> new InvalidFilterException("This realm has no such language."));
        AccountEvaluation account = AccountEvaluation.of(session, realm, user).orElseThrow();
        Instant deadline = account.deadline();
        return new ReminderMail(session, realm, user, language, account.now(), deadline, page).render();
    }

    private static UserModel somebody(KeycloakSession session, RealmModel realm) {
        InMemoryUserAdapter user = new InMemoryUserAdapter(session, realm, SOMEBODY);
        user.setUsername(SOMEBODY);
        user.setEnabled(true);
        return user;
    }
}
