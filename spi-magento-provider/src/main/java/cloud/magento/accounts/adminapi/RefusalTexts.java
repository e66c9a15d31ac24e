package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.ledger.FoundReference;
import java.io.IOException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/** What the person's page said of a refusal, in the language that the request asks for. */
final class RefusalTexts {
    private final Properties messages;
    private final Locale locale;
    private final String prefix;

    RefusalTexts(KeycloakSession session, RealmModel realm, FoundReference found) {
        this.locale = session.getContext().resolveLocale(null);
        this.prefix = "magento.refused." + found.reason() + ".";
        try {
            this.messages = session.theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(realm, locale);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nullable
    String title() {
        return text("title");
    }

    /** Why. */
    @Nullable
    String text() {
        return text("text");
    }

    /** What the person was told to do next. */
    @Nullable
    String next() {
        return text("next");
    }

    /** A reason of another version has no text here. */
    private @Nullable String text(String part) {
        String text = messages.getProperty(prefix + part);
        return text == null ? null : new MessageFormat(text, locale).format(new Object[0]);
    }
}
