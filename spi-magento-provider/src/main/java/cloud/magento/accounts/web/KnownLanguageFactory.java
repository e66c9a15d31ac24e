package cloud.magento.accounts.web;

import org.keycloak.locale.DefaultLocaleUpdaterProviderFactory;
import org.keycloak.locale.LocaleUpdaterProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Replaces what Keycloak remembers languages by, under its own id and by a higher order: see {@link KnownLanguage}. So
 * it holds for every page that takes a language, ours and Keycloak's.
 */
public final class KnownLanguageFactory extends DefaultLocaleUpdaterProviderFactory {
    private static final int BEFORE_KEYCLOAKS_OWN = 100;

    @Override
    public LocaleUpdaterProvider create(KeycloakSession session) {
        return new KnownLanguage(session);
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
