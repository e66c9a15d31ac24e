package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.LinkSettings;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a declared outage would let in. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class KeptPasswordsTest {
    private final TestKeycloak keycloak;

    KeptPasswordsTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database).withProvider(LinkSettings.REPORT_ONLY, "false");
    }

    @Test
    void countsLinkedAccountsWhosePasswordWouldCount() {
        withPassword(keycloak.account("by-password").linkedBy("Sub-1", LinkProof.PASSWORD));
        withPassword(keycloak.account("by-administrator").linkedBy("Sub-2", LinkProof.ADMINISTRATOR));
        withPassword(keycloak.account("at-keycloak-only").linked("Sub-3"));
        withPassword(keycloak.account("by-mail").linkedBy("Sub-4", LinkProof.MAIL));
        keycloak.account("without-password").linkedBy("Sub-5", LinkProof.LOCAL_LOGIN);
        withPassword(keycloak.account("unlinked"));
        TestAccount disabled = withPassword(keycloak.account("disabled").linkedBy("Sub-6", LinkProof.PASSWORD));
        keycloak.run(session -> disabled.in(session).setEnabled(false));
        TestKeycloak other = TestKeycloak.on(keycloak.database()).withProvider(LinkSettings.REPORT_ONLY, "false");
        other.account("elsewhere").linkedBy("Sub-1", LinkProof.PASSWORD);

        KeptPasswords counted = keycloak.ask(
                session -> Reports.in(session, session.realm()).orElseThrow().keptPasswords());

        assertThat(counted).isEqualTo(new KeptPasswords(5, 3));
    }

    private TestAccount withPassword(TestAccount account) {
        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into CREDENTIAL (ID, TYPE, USER_ID) values (:id, 'password', :userId)")
                .setParameter("id", UUID.randomUUID().toString())
                .setParameter("userId", account.id())
                .executeUpdate());
        return account;
    }
}
