package cloud.magento.accounts.registry;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A link that Keycloak's own table has, and what the registry makes of it.
 *
 * @param upstreamName what upstream calls the person; empty where Keycloak does not know
 * @param since since when the registry has what it has instead; null where it has nothing of the account
 * @param obstacle why the registry cannot take it, or null where it can
 * @param formerAlias the alias by which the registry has this very link, of before the provider was renamed; null where
 *     it does not have it
 */
public record AdoptableLink(
        String userId,
        String subject,
        String upstreamName,
        @Nullable Instant since,
        @Nullable Obstacle obstacle,
        @Nullable String formerAlias) {
    /** Why a link stays out of the registry until somebody decides. */
    public enum Obstacle {
        /** Keycloak ties one subject to several accounts, and can open none of them by it. */
        SUBJECT_OF_SEVERAL_ACCOUNTS,
        /** No provider gives out a subject like this one. */
        SUBJECT_INVALID,
        /** The registry has the account linked to another subject. */
        OTHER_SUBJECT_IN_REGISTRY,
        /** The registry has the subject linked to another account, which Keycloak has linked too. */
        OTHER_ACCOUNT_IN_REGISTRY,
        /** Keycloak and the registry have the link by an alias that no provider of ours has. */
        PROVIDER_MISSING,
        /** The account's directory is gone, or does not have it any more. */
        ACCOUNT_GONE,
        /** The account's directory tells of its person by name alone. */
        DIRECTORY_UNSUPPORTED;

        /** The obstacle's public form in lower kebab-case. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static AdoptableLink of(String userId, String subject, String upstreamName) {
        return new AdoptableLink(userId, subject, upstreamName, null, null, null);
    }

    AdoptableLink with(Obstacle found) {
        return new AdoptableLink(userId, subject, upstreamName, since, found, formerAlias);
    }

    AdoptableLink since(Instant linkedAt) {
        return new AdoptableLink(userId, subject, upstreamName, linkedAt, obstacle, formerAlias);
    }

    AdoptableLink renamedFrom(LinkEntity row) {
        return new AdoptableLink(
                userId, subject, upstreamName, Instant.ofEpochMilli(row.linkedAt), obstacle, row.alias);
    }
}
