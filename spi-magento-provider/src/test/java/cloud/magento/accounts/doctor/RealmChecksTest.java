package cloud.magento.accounts.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.TestSession;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.jpa.entities.ComponentConfigEntity;
import org.keycloak.models.jpa.entities.ComponentEntity;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.storage.UserStorageProvider;

/** The realm's own settings, its clients and its directories. */
class RealmChecksTest {
    private final TestRealm realm = TestRealm.setUp();

    @Test
    void givesPageClientAddressesOfNewName() {
        realm.change(session -> session.realm().setName("renamed-" + UUID.randomUUID()));

        realm.assertIsFixed("page-client", Severity.SEVERE, "client magento-account-settings");
        assertThat(realm.keycloak()
                        .<Set<String>>ask(session -> Set.copyOf(session.realm()
                                .getClientByClientId("magento-account-settings")
                                .getRedirectUris())))
                .singleElement()
                .asString()
                .startsWith("/realms/renamed-");
    }

    @Test
    void makesRoleAgain() {
        realm.change(session -> {
            ClientModel management = session.realm().getClientByClientId("realm-management");
            management.removeRole(management.getRole("view-magento-links"));
        });

        realm.assertIsFixed("roles", Severity.WARNING, "role realm-management: view-magento-links");
    }

    @Test
    void givesStatusScopeItsMapperAgain() {
        realm.change(session -> {
            ClientScopeModel scope = session.realm()
                    .getClientScopesStream()
                    .filter(one -> one.getName().equals("magento-link"))
                    .findFirst()
                    .orElseThrow();
            scope.getProtocolMappersStream().toList().forEach(scope::removeProtocolMapper);
        });

        realm.assertIsFixed("status-scope", Severity.WARNING, "client scope magento-link");
    }

    @Test
    void savesEventsAndTellsLog() {
        realm.change(session -> {
            session.realm().setEventsEnabled(false);
            session.realm().setEventsListeners(Set.of("email"));
            session.realm().setEnabledEventTypes(Set.of("LOGIN"));
            session.realm().setAdminEventsEnabled(false);
        });

        realm.assertIsFixed("events", Severity.WARNING, "refusals", "administration", "user events", "event listeners");
        realm.keycloak().run(session -> {
            assertThat(session.realm().getEventsListenersStream()).contains("email", "jboss-logging");
            assertThat(session.realm().getEventsExpiration()).isEqualTo(7_776_000);
        });
    }

    @Test
    void turnsBruteForceProtectionOn() {
        realm.change(session -> session.realm().setBruteForceProtected(false));

        realm.assertIsFixed("brute-force", Severity.WARNING, "realm");
    }

    @Test
    void findsThatNoMailCanBeSent() {
        realm.change(session -> session.realm().setSmtpConfig(Map.of()));

        realm.assertIsLeft(
                "mail",
                Severity.WARNING,
                "realm",
                session ->
                        session.realm().setSmtpConfig(Map.of("host", "mail.example", "from", "accounts@shop.example")));
    }

    @Test
    void findsRegistration() {
        realm.change(session -> session.realm().setRegistrationAllowed(true));
        assertThat(realm.findings("registration"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE));

        realm.changeProvider("magento", provider -> provider.getConfig().put("newAccounts", "false"));

        realm.assertIsLeft(
                "registration",
                Severity.WARNING,
                "realm",
                session -> session.realm().setRegistrationAllowed(false));
    }

    @Test
    void findsProviderThatBelongsToOrganization() {
        realm.changeProvider("magento", provider -> provider.setOrganizationId("an-organization"));
        assertThat(realm.examine()).isEmpty();

        realm.change(session -> session.realm().setOrganizationsEnabled(true));

        realm.assertIsLeft(
                "organizations",
                Severity.WARNING,
                "magento",
                session -> session.realm().setOrganizationsEnabled(false));
    }

    @Test
    void findsProvidersOfOrganizationsThatBrowserFlowDoesNotLeadTo() {
        realm.withOtherProvider("partner")
                .changeProvider("partner", provider -> provider.setOrganizationId("an-organization"))
                .change(session -> session.realm().setOrganizationsEnabled(true));

        assertThat(realm.findings("organizations"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.subject()).isEqualTo("browser flow: magento browser"));
    }

    @Test
    void findsLongLives() {
        realm.change(session -> session.realm().setAccessTokenLifespan(7200));
        realm.assertIsLeft(
                "lifetimes",
                Severity.WARNING,
                "realm",
                session -> session.realm().setAccessTokenLifespan(3600));

        realm.change(session -> session.realm().setOfflineSessionIdleTimeout(31 * 86_400));
        realm.assertIsLeft(
                "lifetimes",
                Severity.WARNING,
                "realm",
                session -> session.realm().setOfflineSessionMaxLifespanEnabled(true));
    }

    @ParameterizedTest
    @CsvSource({"access.token.lifespan, 7200", "client.offline.session.idle.timeout, 8640000"})
    void findsLongLivesOfClient(String attribute, String seconds) {
        realm.withClient("shop", client -> client.setAttribute(attribute, seconds));

        realm.assertIsLeft(
                "lifetimes", Severity.WARNING, "client shop", of("shop", client -> client.removeAttribute(attribute)));
    }

    @Test
    void findsLevelThatNoLoginReaches() {
        realm.withClient("content", client -> client.setAttribute("minimum.acr.value", "1"));
        realm.withClient("unnamed", client -> client.setAttribute("minimum.acr.value", "gold"));
        realm.withClient("strict", client -> client.setAttribute("minimum.acr.value", "2"));
        assertThat(realm.findings("levels")).extracting(Finding::subject).containsExactly("client strict");

        realm.assertIsLeft(
                "levels",
                Severity.SEVERE,
                "client strict",
                of("strict", client -> client.removeAttribute("minimum.acr.value")));

        realm.change(of("strict", client -> client.setAttribute("minimum.acr.value", "2")));
        realm.changeProvider("magento", provider -> provider.getConfig().put("upstreamLevels", "2=second-factor"));
        assertThat(realm.findings("levels")).isEmpty();
    }

    @Test
    void findsPasswordGrant() {
        realm.withClient("shop", client -> client.setDirectAccessGrantsEnabled(true))
                .withClient("admin-cli", client -> client.setDirectAccessGrantsEnabled(true));

        realm.assertIsLeft(
                "grants-without-page",
                Severity.WARNING,
                "client shop, password grant",
                of("shop", client -> client.setDirectAccessGrantsEnabled(false)));
    }

    @ParameterizedTest
    @CsvSource({
        "oidc.ciba.grant.enabled, CIBA",
        "standard.token.exchange.enabled, token exchange",
        "oauth2.jwt.authorization.grant.enabled, JWT authorization grant"
    })
    void findsGrantsWithoutPage(String attribute, String grant) {
        realm.withClient("shop", client -> client.setAttribute(attribute, "true"));

        realm.assertIsLeft(
                "grants-without-page",
                Severity.WARNING,
                "client shop, " + grant,
                of("shop", client -> client.setAttribute(attribute, "false")));
    }

    @Test
    void findsImplicitFlow() {
        realm.withClient("shop", client -> client.setImplicitFlowEnabled(true));

        realm.assertIsLeft(
                "implicit-flow",
                Severity.WARNING,
                "client shop",
                of("shop", client -> client.setImplicitFlowEnabled(false)));
    }

    @Test
    void passesOverClientsThatAreOff() {
        realm.withClient("shop", client -> {
            client.setImplicitFlowEnabled(true);
            client.setDirectAccessGrantsEnabled(true);
            client.setEnabled(false);
        });

        assertThat(realm.examine()).isEmpty();
    }

    @Test
    void findsDirectoryWhosePeopleCannotBeLinked() {
        realm.change(session -> directory(session, "staff", "uid"));

        assertThat(realm.findings("directories")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
            assertThat(finding.subject()).isEqualTo("directory staff");
        });

        realm.change(session -> session.entities()
                .createQuery(
                        "update ComponentConfigEntity c set c.value = 'entryUUID' where c.name = 'uuidLDAPAttribute'")
                .executeUpdate());
        assertThat(realm.findings("directories")).isEmpty();
    }

    private static void directory(TestSession session, String name, String id) {
        ComponentEntity directory = new ComponentEntity();
        directory.setId(UUID.randomUUID().toString());
        directory.setRealm(session.entities()
                .getReference(RealmEntity.class, session.realm().getId()));
        directory.setName(name);
        directory.setParentId(session.realm().getId());
        directory.setProviderId("ldap");
        directory.setProviderType(UserStorageProvider.class.getName());
        session.entities().persist(directory);
        Map.of("enabled", "true", "importEnabled", "false", "usernameLDAPAttribute", "uid", "uuidLDAPAttribute", id)
                .forEach((key, value) -> {
                    ComponentConfigEntity setting = new ComponentConfigEntity();
                    setting.setId(UUID.randomUUID().toString());
                    setting.setComponent(directory);
                    setting.setName(key);
                    setting.setValue(value);
                    session.entities().persist(setting);
                });
    }

    private static Consumer<TestSession> of(String clientId, Consumer<ClientModel> change) {
        return session -> change.accept(session.realm().getClientByClientId(clientId));
    }
}
