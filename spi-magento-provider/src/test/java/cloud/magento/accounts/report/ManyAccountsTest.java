package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked otherwise, or read in parts, where there are thousands. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ManyAccountsTest {
    private static final int MANY = 3001;

    private final TestKeycloak keycloak;

    ManyAccountsTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database).withProvider();
        insert("insert into USER_ENTITY (ID, USERNAME, EMAIL, EMAIL_CONSTRAINT, REALM_ID, ENABLED, EMAIL_VERIFIED,"
                + " NOT_BEFORE) select concat(substring(:realmId, 1, 8), concat('-', n)), concat('many-', n),"
                + " 'same@example.com',"
                + " concat(:realmId, n), :realmId, true, false, 0 from ");
    }

    @Test
    void readsEachAccountOnceInOneFile() {
        List<String> names = keycloak.ask(session -> {
            List<String> read = new ArrayList<>();
            try {
                Reports.in(session, session.realm())
                        .orElseThrow()
                        .export(IdentityFilter.EVERYBODY)
                        .to(row -> read.add(row.username()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return read;
        });

        assertThat(names).hasSize(MANY).doesNotHaveDuplicates();
    }

    @Test
    void findsExemptAccountsWhereThereAreMany() {
        insert("insert into MAGENTO_EXEMPTION (ID, REALM_ID, USER_ID, UNTIL_AT, REASON, GRANTED_BY, GRANTED_AT)"
                + " select concat(substring(:realmId, 1, 8), concat('-', n)), :realmId,"
                + " concat(substring(:realmId, 1, 8), concat('-', n)), 32503680000000,"
                + " 'On leave', 'an-administrator', 0 from ");

        IdentityPage page = page(IdentityFilter.EVERYBODY.withState(IdentityState.EXEMPT));

        assertThat(page.rows()).hasSize(IdentityPage.MAX_SIZE);
        assertThat(page.next()).isNotNull();
        assertThat(page(IdentityFilter.EVERYBODY.withState(IdentityState.OVERDUE))
                        .rows())
                .isEmpty();
    }

    @Test
    void refusesTextThatTooManyAccountsAreExactly() {
        assertThatThrownBy(() -> page(IdentityFilter.EVERYBODY.withExact("same@example.com")))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageContaining("3000");
        assertThat(page(IdentityFilter.EVERYBODY.withExact("MANY-7")).rows()).hasSize(1);
    }

    private void insert(String into) {
        keycloak.run(session -> session.entities()
                .createNativeQuery(into + "(select row_number() over (order by a.TABLE_NAME, b.TABLE_NAME) as n from"
                        + " information_schema.tables a cross join information_schema.tables b) numbers where n <= "
                        + MANY)
                .setParameter("realmId", keycloak.realmId())
                .executeUpdate());
    }

    private IdentityPage page(IdentityFilter filter) {
        return keycloak.ask(session ->
                Reports.in(session, session.realm()).orElseThrow().identities(filter, null, IdentityPage.MAX_SIZE));
    }
}
