package cloud.magento.accounts.broker.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** The SQL statements that the server has its database run, counted by the database (H2) itself. */
final class Statements implements AutoCloseable {
    private final Connection connection;

    private Statements(Connection connection) {
        this.connection = connection;
    }

    static Statements of(Server server) {
        try {
            Connection connection = DriverManager.getConnection(server.databaseUrl(), "broker", "broker");
            Statements statements = new Statements(connection);
            statements.execute("SET QUERY_STATISTICS_MAX_ENTRIES 10000");
            return statements;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often each statement ran meanwhile. */
    Map<String, Integer> during(Runnable work) {
        execute("SET QUERY_STATISTICS FALSE");
        execute("SET QUERY_STATISTICS TRUE");
        work.run();
        Map<String, Integer> counts = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT SQL_STATEMENT, EXECUTION_COUNT FROM INFORMATION_SCHEMA.QUERY_STATISTICS")) {
            while (rows.next()) {
                counts.merge(rows.getString(1), rows.getInt(2), Integer::sum);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        execute("SET QUERY_STATISTICS FALSE");
        counts.keySet().removeIf(sql -> sql.contains("QUERY_STATISTICS"));
        return counts;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
