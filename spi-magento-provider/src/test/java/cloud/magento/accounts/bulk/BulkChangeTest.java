package cloud.magento.accounts.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.bulk.BulkChange.Format;
import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestDirectory;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.ExemptionChanged;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.ExpectedLinks;
import cloud.magento.accounts.registry.ExpectedLinksChanged;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.LinkMade;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.registry.LinksImported;
import cloud.magento.accounts.registry.LinksUnlinked;
import cloud.magento.accounts.registry.RegistryJpaProviderFactory;
import cloud.magento.accounts.transaction.ManyRows;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.UserStorageUtil;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class BulkChangeTest {
    private static final String ALIAS = "magento";
    private static final String ISSUER = "https://issuer.example";

    private final TestKeycloak keycloak;

    BulkChangeTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
    }

    @Test
    void linksByIdNameAndAddressInBothTables() {
        TestAccount agnes = keycloak.account("agnes");
        TestAccount boris = keycloak.account("boris");
        TestAccount carol = keycloak.account("carol");

        assertThat(csv(
                        "id,username,email,subject,upstreamUsername",
                        agnes.id() + ",,,one,Agnes",
                        ",Boris,,two,",
                        ",,Carol@Example.com,three,"))
                .containsExactly("2 linked", "3 linked", "4 linked");

        assertThat(registered(agnes)).map(Link::identity).contains(new UpstreamIdentity(ISSUER, "one"));
        assertThat(registered(boris)).map(Link::proof).contains(LinkProof.ADMINISTRATOR);
        assertThat(subjectAtKeycloak(carol)).isEqualTo("three");
        assertThat(keycloak.published(LinksImported.class))
                .singleElement()
                .satisfies(event -> assertThat(event.links()).hasSize(3));
        assertThat(keycloak.published(LinkMade.class)).isEmpty();
    }

    @Test
    void sameFileAgainChangesNothing() {
        keycloak.account("agnes");
        String[] file = {"username,subject", "agnes,one", "nobody,two"};

        assertThat(csv(file)).containsExactly("2 linked", "3 failed account-unknown");
        assertThat(csv(file)).containsExactly("2 unchanged", "3 failed account-unknown");
    }

    @Test
    void endsSignInsThatAreUnderWay() {
        TestAccount agnes = keycloak.account("agnes");

        csv("username,subject", "agnes,one");

        assertThat(changes(agnes)).isEqualTo(1);
        csv("action,username", "unlink,agnes");
        assertThat(changes(agnes)).isEqualTo(1);
    }

    @Test
    void oneAccountOrSubjectIsNeverTwoRowsAtOnce() {
        keycloak.account("agnes");
        keycloak.account("boris");

        assertThat(csv(
                        "action,username,email,subject",
                        "link,agnes,,one",
                        "link,,agnes@example.com,two",
                        "link,boris,,one",
                        "unlink,agnes,,",
                        "link,boris,,one"))
                .containsExactly(
                        "2 linked", "3 failed account-linked", "4 failed identity-linked", "5 unlinked", "6 linked");
    }

    @Test
    void subjectsDifferByCaseAlone() {
        keycloak.account("agnes");
        keycloak.account("boris");

        assertThat(csv("username,subject", "agnes,One", "boris,one")).containsExactly("2 linked", "3 linked");
    }

    @Test
    void accentedLetterIsAnotherName() {
        keycloak.account("rene");

        assertThat(csv("username,subject", "ren\u00e9,one")).containsExactly("2 failed account-unknown");
    }

    @Test
    void unlinksBySubjectAndEndsInBothTables() {
        TestAccount agnes = keycloak.account("agnes");
        csv("username,subject", "agnes,one");

        assertThat(rows(BulkAction.UNLINK, Format.NDJSON, false, "{\"subject\":\"one\"}", "{\"subject\":\"two\"}"))
                .containsExactly("1 unlinked", "2 unchanged");

        assertThat(registered(agnes)).isEmpty();
        assertThat(subjectAtKeycloak(agnes)).isNull();
        assertThat(keycloak.published(LinksUnlinked.class))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.links()).extracting(Link::userId).containsExactly(agnes.id()));
    }

    @Test
    void takesIntoRegistryWhatKeycloakAloneHas() {
        TestAccount agnes = keycloak.account("agnes").linked("one");

        assertThat(csv("username,subject", "agnes,one")).containsExactly("2 linked");

        assertThat(registered(agnes)).map(Link::proof).contains(LinkProof.ADOPTED);
        assertThat(csv("username,subject", "agnes,one")).containsExactly("2 unchanged");
    }

    @Test
    void linksAnewOnlyWhereToldTo() {
        TestAccount agnes = keycloak.account("agnes").linked("old");

        assertThat(csv("username,subject", "agnes,new")).containsExactly("2 failed account-linked");
        assertThat(csv("action,username,subject", "relink,agnes,new")).containsExactly("2 relinked");
        assertThat(subjectAtKeycloak(agnes)).isEqualTo("new");
    }

    @Test
    void leavesClientsAccountAlone() {
        keycloak.account("service-account-shop").ofClient();

        assertThat(csv("username,subject", "service-account-shop,one")).containsExactly("2 failed service-account");
    }

    @Test
    void preAssociatesOnceForAccountAndForAddress() {
        TestAccount agnes = keycloak.account("agnes");
        keycloak.account("boris");

        assertThat(csv(
                        "username,upstreamEmail",
                        "agnes,Agnes@Magento.example",
                        "boris,agnes@magento.example",
                        "agnes,agnes@magento.example"))
                .containsExactly("2 expected", "3 failed address-expected", "4 unchanged");

        assertThat(expected("agnes@MAGENTO.example")).map(ExpectedLink::userId).contains(agnes.id());
        assertThat(keycloak.published(ExpectedLinksChanged.class)).hasSize(1);
        assertThat(csv("action,username", "unlink,agnes")).containsExactly("2 unlinked");
        assertThat(expected("agnes@magento.example")).isEmpty();
    }

    @Test
    void preAssociationEndsWithLink() {
        keycloak.account("agnes");
        csv("username,upstreamEmail", "agnes,agnes@magento.example");

        csv("username,subject", "agnes,one");

        assertThat(expected("agnes@magento.example")).isEmpty();
    }

    @Test
    void preAssociationEndsWithLinkThatKeycloakHadAlready() {
        TestAccount agnes = keycloak.account("agnes");
        csv("username,upstreamEmail", "agnes,agnes@magento.example");
        agnes.linked("one");

        csv("username,subject", "agnes,one");

        assertThat(expected("agnes@magento.example")).isEmpty();
    }

    @Test
    void preAssociationIsOverAtItsEnd() {
        keycloak.account("agnes");
        keycloak.account("boris");

        assertThat(csv("username,upstreamEmail,until", "agnes,a@magento.example,2020-01-01T00:00:00Z"))
                .containsExactly("2 failed row-invalid");
        csv("username,upstreamEmail,until", "agnes,a@magento.example,2999-01-01T00:00:00Z");
        keycloak.run(session -> session.entities()
                .createNativeQuery("update MAGENTO_EXPECTED_LINK set UNTIL_AT = 1 where REALM_ID = :realmId")
                .setParameter("realmId", keycloak.realmId())
                .executeUpdate());

        assertThat(expected("a@magento.example")).isEmpty();
        assertThat(csv("username,upstreamEmail", "boris,a@magento.example")).containsExactly("2 expected");
    }

    @Test
    void exemptsAndEndsExemption() {
        TestAccount agnes = keycloak.account("agnes");
        String row = "exempt,agnes,2999-01-01T00:00:00Z,On leave";

        assertThat(csv("action,username,until,reason", row, row, "exempt,agnes,2020-01-01T00:00:00Z,Late"))
                .containsExactly("2 exempted", "3 unchanged", "4 failed row-invalid");
        assertThat(keycloak.published(ExemptionChanged.class)).hasSize(1);
        assertThat(keycloak.<Optional<Exemption>>ask(
                        session -> new Exemptions(session, session.realm()).of(agnes.in(session))))
                .map(Exemption::grantedBy)
                .contains("an-administrator");

        assertThat(csv("action,username", "unexempt,agnes", "unexempt,agnes"))
                .containsExactly("2 unexempted", "3 unchanged");
    }

    @Test
    void dryRunWritesNothing() {
        TestAccount agnes = keycloak.account("agnes");

        assertThat(rows(BulkAction.LINK, Format.CSV, true, "username,subject", "agnes,one", "nobody,two"))
                .containsExactly("2 linked", "3 failed account-unknown");

        assertThat(registered(agnes)).isEmpty();
        assertThat(subjectAtKeycloak(agnes)).isNull();
    }

    @Test
    void comesThroughFilesLongerThanOneTransaction() {
        int many = 1203;
        keycloak.run(session -> {
            ManyRows accounts = new ManyRows(
                    session.entities(),
                    "USER_ENTITY",
                    "ID",
                    "REALM_ID",
                    "USERNAME",
                    "ENABLED",
                    "EMAIL_VERIFIED",
                    "NOT_BEFORE");
            IntStream.range(0, many)
                    .forEach(i -> accounts.add(
                            UUID.randomUUID().toString(), keycloak.realmId(), "user-" + i, true, false, 0));
            accounts.write();
        });
        String file = IntStream.range(0, many)
                .mapToObj(i -> "user-" + i + ",subject-" + i)
                .collect(Collectors.joining("\n"));

        assertThat(csv("username,subject", file)).hasSize(many).allMatch(line -> line.endsWith(" linked"));
    }

    @Test
    void accountWithOpenSessionGoesKeycloaksWay() {
        TestAccount agnes = keycloak.account("agnes");
        keycloak.run(session -> agnes.in(session).addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD));

        assertThat(csv("username,subject", "agnes,one")).containsExactly("2 linked");

        assertThat(keycloak.published(LinksImported.class)).isEmpty();
        assertThat(subjectAtKeycloak(agnes)).isEqualTo("one");
    }

    @Test
    void linksAndUnlinksAccountsThatOnlyDirectoryHas() {
        TestDirectory directory = directory();
        String dora = directory.add("dora", "entry-of-dora");
        String emil = directory.add("emil", "entry-of-emil");
        keycloak.account("agnes");

        assertThat(csv("id,username,email,subject", ",dora,,one", ",,emil@example.com,two", ",agnes,,three"))
                .containsExactly("2 linked", "3 linked", "4 linked");

        assertThat(registered(dora)).map(Link::identity).contains(new UpstreamIdentity(ISSUER, "one"));
        assertThat(subjectInDirectory(dora)).isEqualTo("one");
        assertThat(subjectInDirectory(emil)).isEqualTo("two");
        assertThat(csv("username,subject", "dora,one", "dora,other", "agnes,two"))
                .containsExactly("2 unchanged", "3 failed account-linked", "4 failed account-linked");
        assertThat(csv("action,username,subject", "relink,dora,else", "unlink,emil,"))
                .containsExactly("2 relinked", "3 unlinked");
        assertThat(subjectInDirectory(dora)).isEqualTo("else");
        assertThat(registered(emil)).isEmpty();
        assertThat(csv("action,subject", "unlink,else")).containsExactly("2 unlinked");
        assertThat(subjectInDirectory(dora)).isNull();
    }

    @Test
    void leavesAccountThatItsDirectoryHasNoIdFor() {
        TestDirectory directory = directory();
        String dora = directory.addWithoutEntryId("dora");
        directory.add("emil", "entry-of-emil");

        assertThat(csv("username,subject,upstreamEmail", "dora,one,", "emil,,emil@magento.example", "nobody,two,"))
                .containsExactly(
                        "2 failed directory-unsupported", "3 failed directory-unsupported", "4 failed account-unknown");
        assertThat(subjectInDirectory(dora)).isNull();
    }

    @Test
    void identityOfDirectorysAccountIsNobodyElses() {
        directory().add("dora", "entry-of-dora");
        TestAccount agnes = keycloak.account("agnes");
        csv("username,subject", "dora,one");

        assertThat(csv("username,subject", "agnes,one")).containsExactly("2 failed identity-linked");
        assertThat(subjectAtKeycloak(agnes)).isNull();
    }

    @Test
    void exemptsAccountThatOnlyDirectoryHas() {
        String dora = directory().add("dora", "entry-of-dora");

        assertThat(csv("action,username,until,reason", "exempt,dora,2999-01-01T00:00:00Z,On leave"))
                .containsExactly("2 exempted");

        assertThat(keycloak.published(ExemptionChanged.class)).hasSize(1);
        assertThat(keycloak.<Boolean>ask(session -> new Exemptions(session, session.realm())
                        .of(session.users().getUserById(session.realm(), dora))
                        .isPresent()))
                .isTrue();
    }

    @Test
    void saysWhichColumnItDoesNotKnow() {
        assertThatThrownBy(() -> csv("user,subject", "agnes,one"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"user\"");
        assertThatThrownBy(() -> csv("")).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> csv(String... lines) {
        return rows(BulkAction.LINK, Format.CSV, false, lines);
    }

    private List<String> rows(BulkAction usual, Format format, boolean dryRun, String... lines) {
        List<String> results = new ArrayList<>();
        keycloak.run(session -> {
            BulkChange change = new BulkChange(
                    session,
                    new BulkChange.Options(ALIAS, ISSUER, "an-administrator", dryRun, false),
                    new StringReader(String.join("\n", lines)),
                    format,
                    usual);
            BulkSummary sums = change.run(result -> results.add(
                    result.line() + " " + result.result() + (result.error() == null ? "" : " " + result.error())));
            assertThat(sums.rows()).isEqualTo(results.size());
        });
        return results;
    }

    /** A directory whose accounts go Keycloak's own way, where our listener writes their links. */
    private TestDirectory directory() {
        keycloak.withProvider("issuer", ISSUER);
        new RegistryJpaProviderFactory().postInit(keycloak);
        return TestDirectory.of(keycloak);
    }

    private Optional<Link> registered(TestAccount account) {
        return registered(account.id());
    }

    private Optional<Link> registered(String userId) {
        return keycloak.ask(session -> new LinkRegistry(session, session.realm()).ofAccount(userId, ALIAS));
    }

    private @Nullable String subjectInDirectory(String userId) {
        return keycloak.<Optional<String>>ask(
                        session -> Optional.ofNullable(UserStorageUtil.userFederatedStorage(session)
                                        .getFederatedIdentity(userId, ALIAS, session.realm()))
                                .map(FederatedIdentityModel::getUserId))
                .orElse(null);
    }

    private @Nullable String subjectAtKeycloak(TestAccount account) {
        return keycloak.<Optional<String>>ask(session -> Optional.ofNullable(
                                session.users().getFederatedIdentity(session.realm(), account.in(session), ALIAS))
                        .map(FederatedIdentityModel::getUserId))
                .orElse(null);
    }

    private Optional<ExpectedLink> expected(String address) {
        return keycloak.ask(session -> new ExpectedLinks(session, session.realm()).ofAddress(ISSUER, address));
    }

    private long changes(TestAccount account) {
        return keycloak.<Number>ask(session -> (Number) session.entities()
                        .createNativeQuery("select count(*) from MAGENTO_LINK_CHANGE where USER_ID = :userId")
                        .setParameter("userId", account.id())
                        .getSingleResult())
                .longValue();
    }
}
