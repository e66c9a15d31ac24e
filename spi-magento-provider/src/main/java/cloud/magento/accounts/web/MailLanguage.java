package cloud.magento.accounts.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The language of a mail that nobody asked for in a browser: the account's own, else the realm's default. Whoever
 * happens to make the request that shows or sends it has no say in it.
 */
public final class MailLanguage {
    private MailLanguage() {}

    /** The language for the account. */
    public static Locale of(RealmModel realm, UserModel user) {
        return among(realm, user.getFirstAttribute(UserModel.LOCALE)).orElseGet(() -> usual(realm));
    }

    /** The one of the realm's languages that is asked for; empty where it has none like it. */
    public static Optional<Locale> among(RealmModel realm, @Nullable String asked) {
        List<String> supported = realm.isInternationalizationEnabled()
                ? realm.getSupportedLocalesStream().toList()
                : List.of();
        return asked == null
                ? Optional.empty()
                : KnownLanguage.among(supported, asked).map(Locale::forLanguageTag);
    }

    /** The realm's default. */
    public static Locale usual(RealmModel realm) {
        String language = realm.isInternationalizationEnabled() ? realm.getDefaultLocale() : null;
        return language == null ? Locale.ENGLISH : Locale.forLanguageTag(language);
    }

    /** What writes a mail. */
    @FunctionalInterface
    public interface Writing {
        void write() throws EmailException;
    }

    /** Has Keycloak write a mail in it; what the session shows besides stays in the language that it had. */
    public static void use(KeycloakSession session, Locale language, Writing mail) throws EmailException {
        @Nullable Object before = session.getAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE);
        session.setAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE, language.toLanguageTag());
        try {
            mail.write();
        } finally {
            if (before == null) {
                session.removeAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE);
            } else {
                session.setAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE, before);
            }
        }
    }
}
