package cloud.magento.accounts.broker.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The broker's database, read past the server. */
public final class Database {
    private final String url;
    private final String user;
    private final String password;

    Database(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** A row of the link registry. */
    public record LinkRow(String userId, String alias, String issuer, String subject, String proof, long linkedAt) {}

    /** The account's rows in the link registry. */
    public List<LinkRow> links(Account account) {
        return links("USER_ID", account.id());
    }

    /** The rows of an upstream subject in the link registry. */
    public List<LinkRow> linksOfSubject(String subject) {
        return links("SUBJECT", subject);
    }

    /** How many links of a subject Keycloak's own table has. */
    public int federatedIdentities(String subject) {
        return query(
                        "select FEDERATED_USER_ID from FEDERATED_IDENTITY where FEDERATED_USER_ID = ?",
                        row -> row.getString(1),
                        subject)
                .size();
    }

    /** The ids of the accounts that Keycloak's own table ties to the subject. */
    public List<String> ownersOf(String subject) {
        return query(
                "select USER_ID from FEDERATED_IDENTITY where FEDERATED_USER_ID = ?", row -> row.getString(1), subject);
    }

    /** The upstream subjects that Keycloak's own table has for the account. */
    public List<String> subjectsOf(Account account) {
        return query(
                "select FEDERATED_USER_ID from FEDERATED_IDENTITY where USER_ID = ? and IDENTITY_PROVIDER = ?",
                row -> row.getString(1),
                account.id(),
                Broker.PROVIDER);
    }

    /** What the user attribute holds, past what the user profile shows. */
    public List<String> attribute(Account account, String name) {
        return query(
                "select \"VALUE\" from USER_ATTRIBUTE where USER_ID = ? and NAME = ?",
                row -> row.getString(1),
                account.id(),
                name);
    }

    private List<LinkRow> links(String column, String value) {
        return query(
                "select USER_ID, ALIAS, ISSUER, SUBJECT, PROOF, LINKED_AT from MAGENTO_LINK where " + column + " = ?",
                row -> new LinkRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6)),
                value);
    }

    /** Reads one row of an answer. */
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Writes past the server, as somebody with the database's password can; how many rows it met. */
    public int update(String sql, Object... arguments) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public <T> List<T> query(String sql, Reader<T> reader, Object... arguments) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
