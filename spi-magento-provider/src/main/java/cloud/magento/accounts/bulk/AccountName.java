package cloud.magento.accounts.bulk;

import java.util.Locale;

/**
 * How a row names its account.
 *
 * @param value as it is compared: user names and addresses in lower case, as Keycloak keeps them
 */
record AccountName(Kind kind, String value) {
    enum Kind {
        ID,
        USERNAME,
        EMAIL,
        SUBJECT;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static AccountName of(Kind kind, String value) {
        return new AccountName(
                kind,
                kind == Kind.USERNAME || kind == Kind.EMAIL ? value.strip().toLowerCase(Locale.ROOT) : value);
    }
}
