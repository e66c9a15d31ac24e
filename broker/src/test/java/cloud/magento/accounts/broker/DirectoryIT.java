package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.Directory;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People of an LDAP directory that may be read only, imported into Keycloak and not. */
class DirectoryIT {
    private static final String SKIP = "value=\"skip\"";
    private static final String CONNECT = "value=\"connect\"";
    private static final String CONTINUE = "value=\"continue\"";

    @RegisterExtension
    final Stage stage = new Stage();

    private final Directory directory = Directory.open();
    private final String name = "directory-" + UUID.randomUUID().toString().substring(0, 8);
    private BrokerRealm realm;
    private Account account;
    private Person person;

    @BeforeEach
    void openRealm() {
        realm = stage.broker().further(name, stage.magento());
        account = directory.add(Account.called("Dee"));
        person = stage.person("Dee");
    }

    @AfterEach
    void close() {
        stage.broker().server().delete("/" + name);
        directory.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsSkippedReminderWhenDirectoryIsReadOnly(boolean imported) {
        // given
        directory.serve(realm, imported, Map.of());
        realm.admin()
                .configureProvider(
                        Broker.PROVIDER,
                        Policy.remindingFor(Duration.ofDays(9))
                                .with("linkMaxSkips", "2")
                                .settings());

        // when, then: it goes on, twice and no more
        assertIn(putOff());
        assertIn(putOff());
        assertThat(signIn(new Walker()).has(SKIP)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signsInUnderForcedSyncWhenDirectoryIsReadOnly(boolean imported) {
        // given
        directory.serve(realm, imported, Map.of());
        realm.admin().configureProvider(Broker.PROVIDER, Map.of("syncMode", "FORCE"));
        assertIn(connect());

        // when
        person = stage.magento().add(person.withName("Another Name").withEmail("another-" + person.email()));
        Shown page = signInUpstream();

        // then
        assertIn(page);
        assertThat(links()).extracting(LinkRow::subject).containsExactly(person.subject());
    }

    @Test
    void preventsAccountTakeoverByReusedDirectoryUsername() {
        // given
        directory.serve(realm, false, Map.of());
        assertIn(connect());
        Account before = known();

        // when: somebody else is given the name
        directory.remove(account);
        directory.add(account.withPassword("of the successor"));
        Shown page = signInUpstream();

        // then: the identity is nobody's
        assertThat(page.has(account.email())).as(page.page().body()).isFalse();
        assertThat(page.has(CONNECT)).isTrue();
        assertThat(links()).isEmpty();
        assertThat(realm.admin().federatedIdentities(before)).isEmpty();
        assertThat(realm.admin().sessions(before)).isZero();
        assertThat(new Ledger(stage.broker(), name).of(before, "link-ended")).hasSize(1);
    }

    @Test
    void asksSuccessorToLinkWhenUsernameIsReused() {
        // given
        directory.serve(realm, false, Map.of());
        assertIn(connect());

        // when
        directory.remove(account);
        directory.add(account);
        realm.admin().clearUserCache();
        Shown page = signIn(new Walker());

        // then: and is not sent to upstream as the one before
        assertThat(page.has(CONNECT)).as(page.page().body()).isTrue();
        assertThat(page.has(CONTINUE)).isFalse();
        assertThat(links()).isEmpty();
    }

    @Test
    void endsLinkOfAccountRemovedFromDirectory() {
        // given
        directory.serve(realm, false, Map.of());
        assertIn(connect());
        Account before = known();

        // when
        directory.remove(account);
        realm.admin().clearUserCache();
        Shown page = signInUpstream();

        // then
        assertThat(page.has(CONNECT)).isTrue();
        assertThat(links()).isEmpty();
        assertThat(new Ledger(stage.broker(), name).of(before, "link-ended")).hasSize(1);
    }

    @Test
    void rejectsLinkWhenDirectoryIdIsUsername() {
        // given
        directory.serve(realm, false, Map.of("uuidLDAPAttribute", "uid"));

        // when
        Walker walker = new Walker();
        Shown page = walker.submit(signIn(walker), Map.of("action", "connect"));

        // then
        assertThat(page.has("tells us only your user name"))
                .as(page.page().body())
                .isTrue();
        assertRecorded(page, "directory-unsupported");
        assertThat(links()).isEmpty();
    }

    @Test
    void showsReferenceWhenMapperWritesToReadOnlyDirectory() {
        // given
        directory.serve(realm, false, Map.of());
        assertIn(connect());
        realm.admin()
                .addMapper(
                        Broker.PROVIDER,
                        Map.of(
                                "name",
                                "forced",
                                "identityProviderAlias",
                                Broker.PROVIDER,
                                "identityProviderMapper",
                                "hardcoded-attribute-idp-mapper",
                                "config",
                                Map.of("syncMode", "FORCE", "attribute", "colour", "attribute.value", "red")));

        // when
        Shown page = signInUpstream();

        // then
        assertThat(page.page().status()).isEqualTo(503);
        assertThat(page.has("data-reason=\"broker-fault\""))
                .as(page.page().body())
                .isTrue();
        assertRecorded(page, "broker-fault");
    }

    private Shown signIn(Walker walker) {
        return walker.submit(
                walker.open(accountPage()), Map.of("username", account.username(), "password", account.password()));
    }

    private Shown putOff() {
        Walker walker = new Walker();
        Shown reminded = signIn(walker);
        assertThat(reminded.has(SKIP)).as(reminded.page().body()).isTrue();
        return walker.submit(reminded, Map.of("action", "skip"));
    }

    private Shown connect() {
        Walker walker = new Walker();
        Shown preview = walker.goAsFarAsThePreview(accountPage(), account, stage.magento(), person);
        return walker.submit(preview, Map.of("action", "connect"));
    }

    private Shown signInUpstream() {
        return new Walker().signInThrough(accountPage(), stage.magento(), person);
    }

    private void assertIn(Shown page) {
        assertThat(page.page().status()).as(page.page().body()).isEqualTo(200);
        assertThat(page.has(account.email())).as(page.page().body()).isTrue();
    }

    private void assertRecorded(Shown page, String reason) {
        assertThat(realm.admin()
                        .eventsWith("magento_reference", page.reference().orElseThrow()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo(reason));
    }

    private List<LinkRow> links() {
        return stage.broker().database().linksOfSubject(person.subject());
    }

    /** The account with the id that the realm knows it by. */
    private Account known() {
        return realm.admin().account(account.username(), account.password());
    }

    private URI accountPage() {
        return realm.url("/magento/user");
    }
}
