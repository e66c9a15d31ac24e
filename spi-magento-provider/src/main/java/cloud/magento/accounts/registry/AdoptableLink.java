package cloud.magento.accounts.registry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A link that Keycloak's own table has, and what the registry makes of it.
 *
 * @param upstreamName what upstream calls the person; empty where Keycloak does not know
 * @param obstacle why the registry cannot take it, or null where it can
 */
public record AdoptableLink(
        String userId,
        String subject,
        String upstreamName,
        @Nullable Obstacle obstacle) {
    /** Why a link stays out of the registry until somebody decides. */
    public enum Obstacle {
        /** Keycloak ties one subject to several accounts, and can open none of them by it. */
        SUBJECT_OF_SEVERAL_ACCOUNTS,
        /** No provider gives out a subject like this one. */
        SUBJECT_INVALID,
        /** The registry has the account linked to another subject. */
        OTHER_SUBJECT_IN_REGISTRY,
        /** The registry has the subject linked to another account. */
        OTHER_ACCOUNT_IN_REGISTRY,
        /** The account's directory is gone, or does not have it any more. */
        ACCOUNT_GONE,
        /** The account's directory tells of its person by name alone. */
        DIRECTORY_UNSUPPORTED;

        /** The obstacle's public form in lower kebab-case. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    AdoptableLink with(Obstacle found) {
        return new AdoptableLink(userId, subject, upstreamName, found);
    }
}
