package cloud.magento.accounts.report;

import jakarta.persistence.EntityManager;
import java.util.Locale;
import org.hibernate.Session;

/** The little in which the databases differ for us: comparing texts letter by letter but for the case of A to Z. */
enum Dialect {
    /** PostgreSQL and H2 compare letter by letter. */
    EXACT {
        @Override
        String letters(String column) {
            return column;
        }

        @Override
        String lowerCase(String column) {
            return "lower(" + column + ")";
        }

        @Override
        boolean canBeNamed(String text) {
            return true;
        }

        @Override
        String withoutCase(String column) {
            return "translate(" + column + ", 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')";
        }
    },
    /** MariaDB and MySQL compare by a collation, for which an e and an é can be the same, and have no translate. */
    COLLATED {
        @Override
        String letters(String column) {
            return "cast(" + column + " as binary)";
        }

        @Override
        String lowerCase(String column) {
            return "lower(convert(" + column + " using utf8mb4)) collate utf8mb4_bin";
        }

        @Override
        boolean canBeNamed(String text) {
            return text.codePoints().allMatch(Character::isBmpCodePoint);
        }

        @Override
        String withoutCase(String column) {
            String folded = column;
            for (char letter = 'A'; letter <= 'Z'; letter++) {
                folded = "replace(" + folded + ", '" + letter + "', '" + (char) (letter + ('a' - 'A')) + "')";
            }
            return letters(folded);
        }
    };

    static Dialect of(EntityManager entities) {
        String product = entities.unwrap(Session.class)
                .doReturningWork(connection -> connection.getMetaData().getDatabaseProductName());
        String name = product.toLowerCase(Locale.ROOT);
        return name.contains("mariadb") || name.contains("mysql") ? COLLATED : EXACT;
    }

    /**
     * Whether two addresses differ, as {@code EmailAddress.same} tells it. The plain comparison comes first since it
     * settles nearly all rows and is cheap.
     */
    String differ(String one, String other) {
        return letters(one) + " <> " + letters(other) + " and " + withoutCase(one) + " <> " + withoutCase(other);
    }

    /** The column in lower case, to be compared letter by letter, also with letters that it has itself no room for. */
    abstract String lowerCase(String column);

    /**
     * Whether Keycloak's columns of names have room for these letters; MariaDB compares nothing with a column that has
     * none for letters of four bytes, but fails.
     */
    abstract boolean canBeNamed(String text);

    abstract String letters(String column);

    abstract String withoutCase(String column);
}
