package cloud.magento.accounts.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.locale.DefaultLocaleSelectorProvider;
import org.keycloak.locale.DefaultLocaleUpdaterProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Remembers a language that somebody chose by {@code kc_locale}, in the cookie and on the account, if the realm has it,
 * and under the name that the realm has for it. What the realm does not know is forgotten: anybody can write it into an
 * address, and Keycloak would put it into a header as it is.
 */
final class KnownLanguage extends DefaultLocaleUpdaterProvider {
    private final KeycloakSession session;

    KnownLanguage(KeycloakSession session) {
        super(session);
        this.session = session;
    }

    @Override
    public void updateUsersLocale(UserModel user, String locale) {
        known(locale).ifPresent(language -> super.updateUsersLocale(user, language));
    }

    @Override
    public void updateLocaleCookie(String locale) {
        known(locale).ifPresent(super::updateLocaleCookie);
    }

    private Optional<String> known(String locale) {
        RealmModel realm = session.getContext().getRealm();
        return realm == null
                ? Optional.empty()
                : among(realm.getSupportedLocalesStream().toList(), locale);
    }

    /** The one of a realm's languages that is asked for, by Keycloak's own rule of what fits. */
    static Optional<String> among(List<String> supported, String asked) {
        if (supported.contains(asked)) {
            return Optional.of(asked);
        }
        List<Locale> locales = supported.stream().map(Locale::forLanguageTag).toList();
        return Optional.ofNullable(DefaultLocaleSelectorProvider.findBestMatchingLocale(locales, asked))
                .map(locales::indexOf)
                .map(supported::get);
    }
}
