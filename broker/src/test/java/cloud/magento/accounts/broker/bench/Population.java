package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fills the broker's realm, in PostgreSQL, with as many accounts as one likes: nine of ten linked, of the others some
 * exempt and some in a cohort whose deadline is to come, one of fifty disabled; three cohorts, one with a subgroup;
 * links that were never used or not for long, and addresses that drifted. Everything follows from the account's number,
 * and names lie in the table in no order, as they do where people come one by one.
 */
final class Population {
    private static final String USER = "postgres";

    private final Broker broker;
    private final int accounts;
    private final String url;

    Population(Broker broker, int accounts) {
        this.broker = broker;
        this.accounts = accounts;
        this.url = broker.database()
                .query(
                        "select inet_server_port(), current_database()",
                        row -> "jdbc:postgresql://localhost:" + row.getInt(1) + "/" + row.getString(2))
                .get(0);
    }

    /** Makes all of it, and has the database look at its tables as it would do by itself some minutes later. */
    void make() {
        Admin admin = broker.server();
        String early = group(admin, "Staff", "2020-01-01");
        String below = subgroup(admin, early, "Night shift");
        String late = group(admin, "Partners", "2999-01-01T00:00:00Z");
        String recent = group(admin, "Contractors", "2020-06-01");
        execute(accountRows());
        execute(keycloakLinks());
        execute(registryLinks());
        execute(exemptions());
        execute(members(early, "i % 40 in (0, 1)"));
        execute(members(below, "i % 40 = 10"));
        execute(members(late, "i % 40 in (5, 20)"));
        execute(members(recent, "i % 100 = 7"));
        execute("vacuum analyze");
    }

    /**
     * Has everybody come into two applications of late: the linked ones through Magento.com, one in twenty of them by a
     * program as well, the others by their password.
     */
    void makeSignIns() {
        execute(signIns());
        execute("vacuum analyze");
    }

    /** Makes accounts that nobody is linked to. */
    void makeUnlinked() {
        execute(accountRows());
        execute("vacuum analyze");
    }

    /** As after many changes, when the database has looked at its tables by itself. */
    void settle() {
        execute("vacuum analyze");
    }

    /** Has Keycloak's own table link nine of ten accounts, of which the registry knows nothing. */
    void linkInKeycloak() {
        execute(keycloakLinks());
        execute("vacuum analyze");
    }

    /** How many of so many accounts are linked. */
    static long linked(int accounts) {
        return accounts - accounts / 10;
    }

    /** All links but those that somebody signs in by, in both tables. */
    void forgetLinks() {
        String made = " where user_id in (select id from user_entity where username ~ '^[0-9a-f]{8}[.][0-9]+$')";
        execute("delete from magento_link" + made);
        execute("delete from federated_identity" + made);
        execute("vacuum analyze");
    }

    /** The name of an account by its place among all, as a part of the whole. */
    String usernameAt(double part) {
        int place = (int) (part * accounts);
        return broker.database()
                .query(
                        "select username from user_entity where realm_id = " + realm()
                                + " and service_account_client_link is null order by username offset " + place
                                + " limit 1",
                        row -> row.getString(1))
                .get(0);
    }

    /** Every account's name, in the order in which they were made. */
    List<String> usernames() {
        return broker.database()
                .query(
                        "select username from user_entity where realm_id = " + realm()
                                + " and username ~ '^[0-9a-f]{8}[.][0-9]+$' order by created_timestamp, id",
                        row -> row.getString(1));
    }

    List<String> someIds(int number) {
        return broker.database()
                .query(
                        "select id from user_entity where realm_id = " + realm()
                                + " and service_account_client_link is null order by md5(id) limit " + number,
                        row -> row.getString(1));
    }

    private String accountRows() {
        return """
                insert into user_entity (id, realm_id, username, email, email_constraint, email_verified, enabled,
                    first_name, last_name, created_timestamp, not_before)
                select md5('account ' || i)::uuid::text, %s, name, name || '@local.example', name || '@local.example',
                    true, i %% 50 <> 3, 'First' || i %% 997, 'Last' || i %% 9973,
                    1577836800000 + i::bigint * 150000000000 / %d, 0
                from (select i, left(md5(i::text), 8) || '.' || i as name from generate_series(1, %d) i) numbers
                """.formatted(realm(), accounts, accounts);
    }

    private String keycloakLinks() {
        return """
                insert into federated_identity (identity_provider, realm_id, user_id, federated_user_id,
                    federated_username)
                select '%s', realm_id, id, 'subject-' || md5(id), 'Magento ' || username
                from user_entity where realm_id = %s and username ~ '^[0-9a-f]{8}[.][0-9]*[1-9]$'
                """.formatted(Broker.PROVIDER, realm());
    }

    private String registryLinks() {
        return """
                insert into magento_link (id, realm_id, alias, issuer, subject, identity_key, user_id, linked_at, proof,
                    last_seen, upstream_email)
                select gen_random_uuid()::text, realm_id, '%s', 'https://magento.example', subject,
                    encode(sha256(convert_to(E'https://magento.example\\n' || subject, 'UTF8')), 'hex'), id, linked_at,
                    case i %% 4 when 0 then 'mail' when 1 then 'password' else 'local-login' end,
                    case i %% 10 when 1 then null when 2 then linked_at + 86400000 else %d - (i %% 60) * 86400000 end,
                    case when i %% 5 = 4 then null when i %% 33 = 1 then 'elsewhere.' || email
                        when i %% 20 = 7 then upper(email) else email end
                from (select *, 'subject-' || md5(id) as subject, split_part(username, '.', 2)::bigint as i,
                        created_timestamp + 86400000 as linked_at
                    from user_entity where realm_id = %s and username ~ '^[0-9a-f]{8}[.][0-9]*[1-9]$') linked
                """.formatted(Broker.PROVIDER, System.currentTimeMillis(), realm());
    }

    private String signIns() {
        return """
                insert into magento_sign_in_use (user_id, client_id, realm_id, upstream_day, local_day, grant_day)
                select u.id, c.id, u.realm_id,
                    case when i %% 10 <> 0 then %d - i %% 50 end,
                    case when i %% 10 = 0 then %d - i %% 50 end,
                    case when i %% 20 = 7 then %d - i %% 50 end
                from (select id, realm_id, split_part(username, '.', 2)::bigint as i from user_entity
                        where realm_id = %s and username ~ '^[0-9a-f]{8}[.][0-9]+$') u
                    join (select id, row_number() over (order by id) as place from client where realm_id = %s) c
                        on c.place in (1 + i %% 5, 2 + i %% 5)
                """.formatted(today(), today(), today(), realm(), realm());
    }

    private static long today() {
        return LocalDate.now(ZoneOffset.UTC).toEpochDay();
    }

    private String exemptions() {
        return """
                insert into magento_exemption (id, realm_id, user_id, until_at, reason, granted_by, granted_at)
                select gen_random_uuid()::text, realm_id, id,
                    case split_part(username, '.', 2)::bigint %% 400 when 0 then 1 else 32503680000000 end,
                    'On leave', 'bench', 0
                from user_entity where realm_id = %s and username ~ '^[0-9a-f]{8}[.][0-9]+$'
                    and split_part(username, '.', 2)::bigint %% 50 = 30
                """.formatted(realm());
    }

    private String members(String group, String which) {
        return """
                insert into user_group_membership (group_id, user_id, membership_type)
                select '%s', id, 'UNMANAGED'
                from (select id, split_part(username, '.', 2)::bigint as i from user_entity
                    where realm_id = %s and username ~ '^[0-9a-f]{8}[.][0-9]+$') u
                where %s
                """.formatted(group, realm(), which);
    }

    private static String realm() {
        return "(select id from realm where name = '" + Broker.REALM + "')";
    }

    private static String group(Admin admin, String name, String deadline) {
        return admin.realm(Broker.REALM).cohort(name, deadline);
    }

    private static String subgroup(Admin admin, String parent, String name) {
        return id(admin.post("/" + Broker.REALM + "/groups/" + parent + "/children", Map.of("name", name)));
    }

    private static String id(URI location) {
        return location.getPath().substring(location.getPath().lastIndexOf('/') + 1);
    }

    private void execute(String sql) {
        long started = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(url, USER, USER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        System.out.printf(
                Locale.ROOT,
                "  %5.1f s  %s%n",
                (System.nanoTime() - started) / 1e9,
                sql.strip().lines().findFirst().orElse("").split(" \\(")[0]);
    }
}
