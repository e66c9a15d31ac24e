package cloud.magento.accounts.doctor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;

/** Whether this node's clock tells what the database's does. Magento.com's is met at sign-ins, and told by a fault. */
final class ClockCheck implements Check {
    private static final Duration NOTICEABLE = Duration.ofSeconds(5);

    @Override
    public String id() {
        return "clock";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return difference(examination)
                .filter(seconds -> Math.abs(seconds) > NOTICEABLE.toSeconds())
                .map(seconds -> {
                    String evidence = "It is " + Math.abs(Math.round(seconds)) + " seconds "
                            + (seconds > 0 ? "behind" : "ahead of") + " the database's.";
                    String mend = "Run NTP on every node and on the database's host.";
                    return Math.abs(seconds)
                                    > examination.provider().clockSkew().toSeconds()
                            ? Found.severe(
                                    "this node's clock",
                                    evidence,
                                    "One of them is wrong by more than Magento.com's tokens may be: sign-ins can fail"
                                            + " with a fault such as expired or issued-in-future. Deadlines and"
                                            + " exemptions begin and end early or late.",
                                    mend)
                            : Found.warning(
                                    "this node's clock",
                                    evidence,
                                    "Deadlines and exemptions begin and end at different moments on different nodes.",
                                    mend);
                })
                .stream();
    }

    /** By how many seconds the database is ahead of this node; empty for a database that is not known. */
    private static Optional<Double> difference(Examination examination) {
        return examination
                .session()
                .getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class)
                .doReturningWork(connection -> {
                    Optional<String> question =
                            question(connection.getMetaData().getDatabaseProductName());
                    if (question.isEmpty()) {
                        return Optional.empty();
                    }
                    try (Statement statement = connection.createStatement()) {
                        return Optional.of(ask(statement, question.get()));
                    }
                });
    }

    private static Double ask(Statement statement, String question) throws SQLException {
        double before = now();
        try (ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getDouble(1) - (before + now()) / 2;
        }
    }

    private static double now() {
        return Time.currentTimeMillis() / 1000.0;
    }

    /** The seconds since 1970 at this moment, rather than when the transaction began. */
    private static Optional<String> question(String database) {
        return switch (database.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> Optional.of("select extract(epoch from clock_timestamp())");
            case "mariadb", "mysql" -> Optional.of("select unix_timestamp(sysdate(6))");
            default -> Optional.empty();
        };
    }
}
