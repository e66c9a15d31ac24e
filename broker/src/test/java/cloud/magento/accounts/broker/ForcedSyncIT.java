package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Under sync mode FORCE an account follows upstream's name and address, as far as it may, and opens in any case. */
class ForcedSyncIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private final String name = "forced-" + UUID.randomUUID().toString().substring(0, 8);
    private BrokerRealm realm;
    private Account account;
    private Person person;

    @BeforeEach
    void openRealm() {
        realm = stage.broker().further(name, stage.magento());
        realm.admin().configureProvider(Broker.PROVIDER, Map.of("syncMode", "FORCE"));
        account = realm.admin().create(Account.called("Fay"));
        person = stage.person("Fay");
        realm.admin().link(account, Broker.PROVIDER, person.subject(), person.preferredUsername());
    }

    @AfterEach
    void removeRealm() {
        stage.broker().server().delete("/" + name);
    }

    @Test
    void updatesNameAndEmailWhenFree() {
        JsonNode user = signInWith("new-" + person.email());

        assertThat(user.get("email").asText()).isEqualTo("new-" + person.email());
        assertThat(user.get("emailVerified").asBoolean()).isTrue();
        assertThat(user.get("lastName").asText()).isEqualTo("Upstream");
    }

    @Test
    void keepsEmailWhenForcedOneBelongsToOtherAccount() {
        Account other = realm.admin().create(Account.called("Other"));

        JsonNode user = signInWith(other.email());

        assertKept(user);
    }

    @Test
    void keepsEmailWhenForcedOneIsUsernameOfOtherAccount() {
        String both = "name-" + person.email();
        stage.broker().server().post("/" + name + "/users", Map.of("username", both, "enabled", true));

        JsonNode user = signInWith(both);

        assertKept(user);
    }

    @Test
    void keepsEmailWhenForcedOneIsDuplicate() {
        // given: of a time when the realm allowed it
        String shared = "shared-" + person.email();
        realm.admin().changeRealm(Map.of("loginWithEmailAllowed", false, "duplicateEmailsAllowed", true));
        realm.admin().create(Account.called("One").withEmail(shared));
        realm.admin().create(Account.called("Two").withEmail(shared));
        realm.admin().changeRealm(Map.of("duplicateEmailsAllowed", false));

        JsonNode user = signInWith(shared);

        assertKept(user);
    }

    /** Signs in as who has this address at upstream now, and returns the account. */
    private JsonNode signInWith(String email) {
        Person now = stage.magento().add(person.withEmail(email));
        Shown page = new Walker().signInThrough(realm.url("/magento/user"), stage.magento(), now);
        assertThat(page.page().status()).as(page.page().body()).isEqualTo(200);
        assertThat(page.has(account.username())).as(page.page().body()).isTrue();
        return realm.admin().user(account.id());
    }

    private void assertKept(JsonNode user) {
        assertThat(user.get("email").asText()).isEqualTo(account.email());
        assertThat(user.get("emailVerified").asBoolean()).isTrue();
        assertThat(user.get("lastName").asText()).isEqualTo("Upstream");
    }
}
