package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The registry holds however a provider is configured, and follows accounts however they go. */
class RegistryIT {
    private static final String PROVIDER = "/identity-provider/instances/" + Broker.PROVIDER;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void keepsIdentityUniqueWithoutConfiguredIssuer() {
        // given
        RealmAdmin admin = realm("unnamed");
        admin.configureProvider(
                Broker.PROVIDER,
                Map.of("issuer", "", "clientSecret", stage.magento().client().secret()));
        Account first = admin.create(Account.called("First"));
        Account second = admin.create(Account.called("Second"));
        String subject = stage.person("Lee").subject();

        // when
        Answer made = link("unnamed", first, subject);
        Answer refused = link("unnamed", second, subject);

        // then
        assertThat(made.status()).isEqualTo(204);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(stage.broker().database().linksOfSubject(subject))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.userId()).isEqualTo(first.id());
                    assertThat(row.issuer()).isEqualTo("https://account.magento.com");
                });
        assertThat(stage.broker().database().ownersOf(subject)).containsExactly(first.id());
        assertThat(new Ledger(stage.broker(), "unnamed").of(first, "link-made")).hasSize(1);
    }

    @Test
    void rejectsIssuerRemovalWhileAccountsAreLinked() {
        // given
        RealmAdmin admin = realm("kept-issuer");
        admin.link(
                admin.create(Account.called("Lee")),
                Broker.PROVIDER,
                stage.person("Lee").subject(),
                "lee");

        // when
        Answer refused = admin.tryToConfigureProvider(Broker.PROVIDER, Map.of("issuer", ""));

        // then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(admin.providerConfig(Broker.PROVIDER))
                .containsEntry("issuer", stage.magento().issuer());
    }

    @Test
    void rejectsChangeOfProviderType() {
        // given
        RealmAdmin admin = realm("type");
        ObjectNode provider = (ObjectNode) admin.get(PROVIDER);
        provider.put("providerId", "oidc");
        ((ObjectNode) provider.get("config"))
                .put("issuer", "http://elsewhere.example")
                .put("authorizationUrl", "https://elsewhere.example/auth")
                .put("tokenUrl", "https://elsewhere.example/token");

        // when
        Answer refused = stage.broker().server().send("PUT", "/type" + PROVIDER, Admin.json(provider));

        // then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("errorMessage").asText()).contains("type");
        assertThat(admin.providerConfig(Broker.PROVIDER))
                .containsEntry("issuer", stage.magento().issuer());
    }

    @Test
    void rejectsIdentityLinkedOnlyInKeycloakTable() {
        // given: as of a time when this software was not in the server
        RealmAdmin admin = realm("older");
        Account older = admin.create(Account.called("Older"));
        Account other = admin.create(Account.called("Other"));
        Person lee = stage.person("Lee");
        admin.link(older, Broker.PROVIDER, lee.subject(), lee.preferredUsername());
        stage.broker().database().update("delete from MAGENTO_LINK where USER_ID = ?", older.id());

        // when
        Answer refused = link("older", other, lee.subject());

        // then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(stage.broker().database().ownersOf(lee.subject())).containsExactly(older.id());
    }

    @Test
    void freesIdentityWhenUserFederationRemovesAccount() {
        // given: an account that a user federation had imported
        RealmAdmin admin = realm("federated");
        Account gone = admin.create(Account.called("Gone"));
        Account next = admin.create(Account.called("Next"));
        Person lee = stage.person("Lee");
        admin.link(gone, Broker.PROVIDER, lee.subject(), lee.preferredUsername());
        String federation = federation("federated", admin);
        stage.broker()
                .database()
                .update("update USER_ENTITY set FEDERATION_LINK = ? where ID = ?", federation, gone.id());

        // when
        assertThat(stage.broker()
                        .server()
                        .send(
                                "POST",
                                "/federated/user-storage/" + federation + "/remove-imported-users",
                                Admin.json(Map.of()))
                        .status())
                .isEqualTo(204);
        Answer made = link("federated", next, lee.subject());

        // then
        assertThat(made.status()).isEqualTo(204);
        assertThat(stage.broker().database().linksOfSubject(lee.subject()))
                .singleElement()
                .satisfies(row -> assertThat(row.userId()).isEqualTo(next.id()));
        assertThat(new Ledger(stage.broker(), "federated").of(gone, "link-ended"))
                .hasSize(1);
        assertThat(new Ledger(stage.broker(), "federated").verify().get("whole").asBoolean())
                .isTrue();
    }

    private RealmAdmin realm(String name) {
        return stage.broker().further(name, stage.magento()).admin();
    }

    private Answer link(String realm, Account account, String subject) {
        return stage.broker()
                .server()
                .send(
                        "POST",
                        "/" + realm + "/users/" + account.id() + "/federated-identity/" + Broker.PROVIDER,
                        Admin.json(Map.of(
                                "identityProvider", Broker.PROVIDER, "userId", subject, "userName", "somebody")));
    }

    /** A directory that nobody asks. */
    private String federation(String realm, RealmAdmin admin) {
        URI made = stage.broker()
                .server()
                .post(
                        "/" + realm + "/components",
                        Map.of(
                                "name",
                                "directory",
                                "providerId",
                                "ldap",
                                "providerType",
                                "org.keycloak.storage.UserStorageProvider",
                                "parentId",
                                admin.get("").get("id").asText(),
                                "config",
                                Map.of(
                                        "enabled", List.of("false"),
                                        "vendor", List.of("other"),
                                        "connectionUrl", List.of("ldap://localhost:1"),
                                        "usersDn", List.of("ou=people"),
                                        "authType", List.of("none"),
                                        "editMode", List.of("READ_ONLY"),
                                        "usernameLDAPAttribute", List.of("uid"),
                                        "rdnLDAPAttribute", List.of("uid"),
                                        "uuidLDAPAttribute", List.of("entryUUID"),
                                        "userObjectClasses", List.of("person"))));
        return made.getPath().substring(made.getPath().lastIndexOf('/') + 1);
    }
}
