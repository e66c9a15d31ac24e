package cloud.magento.accounts.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.ledger.TestLogKeys;
import cloud.magento.accounts.ledger.logkey.LogKey;
import cloud.magento.accounts.login.authsession.CurrentSignInsFactory;
import cloud.magento.accounts.login.gate.BruteForceGateFactory;
import cloud.magento.accounts.login.gate.MagentoLinkActionFactory;
import cloud.magento.accounts.login.gate.PasswordGateFactory;
import cloud.magento.accounts.login.gate.SamlGate;
import cloud.magento.accounts.login.gate.TokenGateFactory;
import cloud.magento.accounts.setup.RealmSetup;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.broker.oidc.OIDCIdentityProviderFactory;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.DefaultAuthenticationFlows;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.saml.preprocessor.SamlAuthenticationPreprocessor;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.sessions.AuthenticationSessionProvider;

/** A realm with Keycloak's own flows and clients, as an operator has it after the set-up. */
public final class TestRealm {
    private final TestKeycloak keycloak;

    private TestRealm(TestKeycloak keycloak) {
        this.keycloak = keycloak;
    }

    /** Set up, with a provider that enforces. */
    static TestRealm setUp() {
        return on(TestDatabase.H2);
    }

    public static TestRealm on(TestDatabase database) {
        return on(database, TestRealm::withGates);
    }

    /** On a node with no others of our hooks than these. */
    static TestRealm with(Consumer<TestKeycloak> gates) {
        return on(TestDatabase.H2, gates);
    }

    private static TestRealm on(TestDatabase database, Consumer<TestKeycloak> gates) {
        TestKeycloak keycloak = TestKeycloak.on(database);
        gates.accept(keycloak);
        TestLogKeys.provide(keycloak, LogKey.generate());
        TestRealm realm = new TestRealm(keycloak.withProvider("linkReportOnly", "false"));
        realm.change(session -> {
            withMaster(session);
            DefaultAuthenticationFlows.addFlows(session.realm());
            withOwnAdministration(session.realm());
            withWhatIsLeftToOperator(session.realm());
            RealmSetup.apply(session, session.realm(), false);
        });
        return realm;
    }

    static void withGates(TestKeycloak keycloak) {
        keycloak.provide(IdentityProvider.class, new OIDCIdentityProviderFactory());
        keycloak.provide(RequiredActionProvider.class, new MagentoLinkActionFactory());
        keycloak.provide(TokenPostProcessor.class, new TokenGateFactory());
        keycloak.provide(CredentialProvider.class, new PasswordGateFactory());
        keycloak.provide(SamlAuthenticationPreprocessor.class, new SamlGate());
        keycloak.provide(BruteForceProtector.class, new BruteForceGateFactory());
        keycloak.provide(AuthenticationSessionProvider.class, new CurrentSignInsFactory());
    }

    private static void withMaster(TestSession session) {
        RealmModel master = session.realms().getRealmByName(Config.getAdminRealm());
        if (master == null) {
            master = session.realms().createRealm("master", Config.getAdminRealm());
            master.addRole(AdminRoles.ADMIN);
        }
        session.realm().setMasterAdminClient(master.addClient(session.realm().getName() + "-realm"));
    }

    private static void withOwnAdministration(RealmModel realm) {
        realm.addClient(Constants.REALM_MANAGEMENT_CLIENT_ID).addRole(AdminRoles.REALM_ADMIN);
    }

    private static void withWhatIsLeftToOperator(RealmModel realm) {
        realm.setSmtpConfig(Map.of("host", "mail.example", "from", "accounts@shop.example"));
        realm.setEventsEnabled(true);
        realm.setEventsListeners(Set.of("jboss-logging"));
        realm.setBruteForceProtected(true);
        realm.setAccessTokenLifespan(300);
        realm.setOfflineSessionIdleTimeout(Constants.DEFAULT_OFFLINE_SESSION_IDLE_TIMEOUT);
    }

    /** An application that people sign in to with a browser. */
    TestRealm withClient(String clientId, Consumer<ClientModel> settings) {
        return change(session -> {
            ClientModel client = session.realm().addClient(clientId);
            client.setEnabled(true);
            client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
            client.setStandardFlowEnabled(true);
            settings.accept(client);
        });
    }

    /** Lets an application be signed in to at a device. */
    static Consumer<ClientModel> deviceGrant() {
        return client -> client.setAttribute("oauth2.device.authorization.grant.enabled", "true");
    }

    static Examination examination(TestSession session) {
        return new Examination(
                session,
                session.realm(),
                MagentoProvider.in(session, session.realm()).orElseThrow());
    }

    TestRealm change(Consumer<TestSession> change) {
        keycloak.run(change);
        return this;
    }

    /** Gives the realm an identity provider of another type. */
    TestRealm withOtherProvider(String alias, String... settings) {
        return change(session -> {
            IdentityProviderModel other = new IdentityProviderModel();
            other.setAlias(alias);
            other.setProviderId("oidc");
            other.setEnabled(true);
            other.getConfig().put("tokenUrl", "https://" + alias + ".example/token");
            for (int i = 0; i < settings.length; i += 2) {
                other.getConfig().put(settings[i], settings[i + 1]);
            }
            session.identityProviders().create(other);
        });
    }

    TestRealm changeProvider(String alias, Consumer<IdentityProviderModel> change) {
        return change(session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
            change.accept(provider);
            session.identityProviders().update(provider);
        });
    }

    public TestKeycloak keycloak() {
        return keycloak;
    }

    /** What was found, but for what is to be said of this very server. */
    List<Finding> examine() {
        return all().stream()
                .filter(finding -> !finding.check().equals("server-version"))
                .toList();
    }

    List<Finding> all() {
        return keycloak.ask(session -> Doctor.examine(session, session.realm()));
    }

    /** Reported, told by a dry run that changes nothing, fixed, gone, and nothing else came of it. */
    void assertIsFixed(String check, Severity severity, String... subjects) {
        List<Finding> found = assertIsReported(check, severity, true, subjects);
        assertThat(fix(check, true).fixed()).isEqualTo(found);
        assertThat(findings(check)).isEqualTo(found);
        assertThat(fix(check, false).fixed()).isEqualTo(found);
        assertThat(examine()).isEmpty();
    }

    /** Reported, left by the fix, and gone once somebody mended it by hand. */
    void assertIsLeft(String check, Severity severity, String subject, Consumer<TestSession> byHand) {
        List<Finding> found = assertIsReported(check, severity, false, subject);
        assertThat(fix(check, false).left()).isEqualTo(found);
        assertThat(findings(check)).isEqualTo(found);
        assertThat(change(byHand).examine()).isEmpty();
    }

    private List<Finding> assertIsReported(String check, Severity severity, boolean fixable, String... subjects) {
        List<Finding> found = findings(check);
        assertThat(found)
                .allSatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(severity);
                    assertThat(finding.fixable()).isEqualTo(fixable);
                })
                .extracting(Finding::subject)
                .containsExactly(subjects);
        assertThat(examine()).isEqualTo(found);
        return found;
    }

    List<Finding> findings(String check) {
        return examine().stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    Fix fix(String check, boolean dryRun) {
        return keycloak.ask(session -> Doctor.fix(session, session.realm(), check, dryRun));
    }
}
