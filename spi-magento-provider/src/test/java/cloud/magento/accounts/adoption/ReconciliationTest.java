package cloud.magento.accounts.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.adoption.ReconciliationReport.Group;
import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.keycloak.TestDirectory;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.ledger.LedgerJpaProviderFactory;
import cloud.magento.accounts.ledger.LedgerVerification;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.LinkStatus;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.registry.RegistryJpaProviderFactory;
import cloud.magento.accounts.report.Coverage;
import cloud.magento.accounts.report.IdentityFilter;
import cloud.magento.accounts.report.IdentityRow;
import cloud.magento.accounts.report.Reports;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageUtil;

/** Each state in which Keycloak's table, the registry and the ledger can disagree, made by SQL, named and mended. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ReconciliationTest {
    private static final String ALIAS = "magento";
    private static final String DATE = "2026-01-02T03:04:05Z";

    private final TestKeycloak keycloak;
    private final String agnes;
    private final String boris;

    ReconciliationTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database).withProvider("linkReportOnly", "false");
        new RegistryJpaProviderFactory().postInit(keycloak);
        new LedgerJpaProviderFactory().postInit(keycloak);
        agnes = account("agnes");
        boris = account("boris");
    }

    @BeforeEach
    void bothAreLinked() {
        linked(agnes, "one");
        linked(boris, "two");
        reconcile(false);
        sql("update MAGENTO_LINK set LINKED_AT = " + Instant.parse(DATE).toEpochMilli()
                + ", PROOF = 'password' where REALM_ID = :realmId");
        assertNothingIsLeft();
    }

    @Test
    void adoptsLinkThatKeycloakAloneHas() {
        sql("delete from MAGENTO_LINK where REALM_ID = :realmId and USER_ID = '" + agnes + "'");

        assertNamedAndMended(ReconciliationReport::notInRegistry, agnes, "one");

        assertThat(link(agnes)).map(Link::proof).contains(LinkProof.ADOPTED);
    }

    @Test
    void endsLinkThatRegistryAloneHas() {
        sql("delete from FEDERATED_IDENTITY where REALM_ID = :realmId and USER_ID = '" + agnes + "'");

        assertThat(assertNamedAndMended(ReconciliationReport::notInKeycloak, agnes, "one")
                        .examples())
                .extracting(ReconciliationReport.Example::since)
                .containsExactly(DATE);

        assertThat(link(agnes)).isEmpty();
        assertThat(entries(agnes)).endsWith("link-ended reconciled");
    }

    @Test
    void leavesLinkOfWhichBothTellOtherwise() {
        sql("update FEDERATED_IDENTITY set FEDERATED_USER_ID = 'else' where REALM_ID = :realmId and USER_ID = '" + agnes
                + "'");

        assertThat(reconcile(false).undecided())
                .extracting(
                        LeftLinks::obstacle,
                        LeftLinks::count,
                        left -> left.examples().get(0).since())
                .containsExactly(tuple("other-subject-in-registry", 1, DATE));
        assertAllTellTheSame();
    }

    @Test
    void adoptsIdentityThatRegistryHasForAnotherAccountOnlyItself() {
        sql("delete from FEDERATED_IDENTITY where REALM_ID = :realmId and USER_ID = '" + agnes + "'");
        sql("update FEDERATED_IDENTITY set FEDERATED_USER_ID = 'one' where REALM_ID = :realmId and USER_ID = '" + boris
                + "'");
        sql("delete from MAGENTO_LINK where REALM_ID = :realmId and USER_ID = '" + boris + "'");

        ReconciliationReport plan = reconcile(true);
        ReconciliationReport done = reconcile(false);

        assertThat(List.of(plan, done)).allSatisfy(report -> {
            assertThat(accounts(report.notInKeycloak())).containsExactly(agnes);
            assertThat(accounts(report.notInRegistry())).containsExactly(boris);
            assertThat(report.undecided()).isEmpty();
        });
        assertNothingIsLeft();
        assertThat(link(boris).orElseThrow().identity().subject()).isEqualTo("one");
    }

    @Test
    void leavesSubjectOfSeveralAccounts() {
        sql("update FEDERATED_IDENTITY set FEDERATED_USER_ID = 'two' where REALM_ID = :realmId and USER_ID = '" + agnes
                + "'");
        sql("delete from MAGENTO_LINK where REALM_ID = :realmId and USER_ID = '" + agnes + "'");

        assertThat(reconcile(false).undecided())
                .extracting(LeftLinks::obstacle)
                .containsExactly("subject-of-several-accounts");
        assertAllTellTheSame();
    }

    @Test
    void leavesWhatIsNoSubject() {
        sql("update FEDERATED_IDENTITY set FEDERATED_USER_ID = '\u00e4' where REALM_ID = :realmId and USER_ID = '"
                + agnes + "'");
        sql("delete from MAGENTO_LINK where REALM_ID = :realmId and USER_ID = '" + agnes + "'");

        assertLeft("subject-invalid", agnes);
    }

    @Test
    void leavesIdentityThatRegistryHasForAccountLinkedOtherwise() {
        String carol = account("carol");
        sql("update FEDERATED_IDENTITY set FEDERATED_USER_ID = 'else' where REALM_ID = :realmId and USER_ID = '" + agnes
                + "'");
        linkedByApi(carol, "one");

        ReconciliationReport done = reconcile(false);

        assertThat(done.undecided())
                .extracting(LeftLinks::obstacle, left -> left.examples().get(0).userId())
                .containsExactlyInAnyOrder(
                        tuple("other-subject-in-registry", agnes), tuple("other-account-in-registry", carol));
        assertThat(groups(done).mapToInt(Group::count).sum()).isZero();
        assertAllTellTheSame();
    }

    @Test
    void leavesLinkOfAccountThatItsDirectoryHasNoMore() {
        TestDirectory directory = TestDirectory.of(keycloak);
        String dora = directory.add("dora", "entry-of-dora");
        linkedByApi(dora, "three");
        directory.remove("dora");

        assertLeft("account-gone", dora);
    }

    @Test
    void leavesLinkOfAccountThatItsDirectoryHasNoIdFor() {
        String dora = TestDirectory.of(keycloak).addWithoutEntryId("dora");
        linkedByApi(dora, "three");

        assertLeft("directory-unsupported", dora);
    }

    @Test
    void adoptsLinkOfAccountThatOnlyDirectoryHas() {
        String dora = TestDirectory.of(keycloak).add("dora", "entry-of-dora");
        linkedByApi(dora, "three");

        assertNamedAndMended(ReconciliationReport::notInRegistry, dora, "three");

        assertThat(link(dora)).map(Link::proof).contains(LinkProof.ADOPTED);
    }

    @Test
    void followsProviderThatWasRenamedWithDateAndProof() {
        sql("update IDENTITY_PROVIDER set PROVIDER_ALIAS = 'renamed' where REALM_ID = :realmId");
        sql("update FEDERATED_IDENTITY set IDENTITY_PROVIDER = 'renamed' where REALM_ID = :realmId");
        long before = entries();

        ReconciliationReport plan = reconcile(true);
        ReconciliationReport done = reconcile(false);

        assertThat(List.of(plan, done)).allSatisfy(report -> {
            assertThat(accounts(report.renamed())).containsExactlyInAnyOrder(agnes, boris);
            assertThat(report.renamed().mend()).isEqualTo("rename");
            assertThat(report.notInKeycloak().count()).isZero();
            assertThat(report.notInRegistry().count()).isZero();
            assertThat(report.undecided()).isEmpty();
        });
        assertThat(keycloak.<Optional<Link>>ask(
                        session -> new LinkRegistry(session, session.realm()).ofAccount(agnes, "renamed")))
                .hasValueSatisfying(link -> {
                    assertThat(link.linkedAt()).isEqualTo(Instant.parse(DATE));
                    assertThat(link.proof()).isEqualTo(LinkProof.PASSWORD);
                });
        assertThat(entries()).isEqualTo(before);
        assertNothingIsLeft();
    }

    @Test
    void leavesLinksByAliasThatNoProviderHas() {
        sql("update IDENTITY_PROVIDER set PROVIDER_ALIAS = 'another' where REALM_ID = :realmId");

        ReconciliationReport done = reconcile(false);

        assertThat(done.undecided()).singleElement().satisfies(left -> {
            assertThat(left.obstacle()).isEqualTo("provider-missing");
            assertThat(left.count()).isEqualTo(2);
            assertThat(left.examples()).allSatisfy(example -> {
                assertThat(example.call()).endsWith("/federated-identity/magento");
                assertThat(example.since()).isEqualTo(DATE);
            });
        });
        assertThat(coverage().accounts().linked()).isZero();
        assertAllTellTheSame();
    }

    @Test
    void recordsLinkThatLedgerDoesNotTellOf() {
        forgetEntriesOf(agnes);

        assertNamedAndMended(ReconciliationReport::notInLedger, agnes, "one");

        assertThat(entries(agnes)).containsExactly("link-made reconciled");
    }

    @Test
    void recordsEndOfLinkThatLedgerAloneHas() {
        sql("delete from MAGENTO_LINK where REALM_ID = :realmId and USER_ID = '" + agnes + "'");
        sql("delete from FEDERATED_IDENTITY where REALM_ID = :realmId and USER_ID = '" + agnes + "'");

        assertNamedAndMended(ReconciliationReport::onlyInLedger, agnes, "one");

        assertThat(entries(agnes)).containsExactly("link-made null", "link-ended reconciled");
    }

    @Test
    void recordsExemptionThatLedgerDoesNotTellOf() {
        exempt(agnes);
        sql("update MAGENTO_EXEMPTION set UNTIL_AT = UNTIL_AT + 1000 where REALM_ID = :realmId");

        assertNamedAndMended(ReconciliationReport::exemptionsNotInLedger, agnes, null);

        assertThat(entries(agnes)).endsWith("exemption-granted null", "exemption-granted reconciled");
    }

    @Test
    void recordsEndOfExemptionThatLedgerAloneHas() {
        exempt(agnes);
        sql("delete from MAGENTO_EXEMPTION where REALM_ID = :realmId");

        assertNamedAndMended(ReconciliationReport::exemptionsOnlyInLedger, agnes, null);

        assertThat(entries(agnes)).endsWith("exemption-ended reconciled");
    }

    @Test
    void endsExemptionOfAccountThatIsGone() {
        exempt(agnes);
        sql("update MAGENTO_EXEMPTION set USER_ID = 'gone' where REALM_ID = :realmId");
        sql("update MAGENTO_LEDGER_PERSON set PERSON_ID = 'gone', DATA = replace(DATA, '" + agnes
                + "', 'gone') where REALM_ID = :realmId and SEQ = (select max(e.SEQ) from MAGENTO_LEDGER e"
                + " where e.REALM_ID = :realmId)");

        assertNamedAndMended(ReconciliationReport::exemptionsOfGoneAccounts, "gone", null);
    }

    @Test
    void doesNotEndWhatRemovedProviderEnded() {
        keycloak.run(session -> session.identityProviders().remove(ALIAS));

        assertThat(reconcile(true).onlyInLedger().count()).isZero();
    }

    /** Both, the plan and a mending that changes nothing, name it alone. */
    private void assertLeft(String obstacle, String userId) {
        long before = entries();

        assertThat(List.of(reconcile(true), reconcile(false), reconcile(true))).allSatisfy(report -> {
            assertThat(report.undecided()).singleElement().satisfies(left -> {
                assertThat(left.obstacle()).isEqualTo(obstacle);
                assertThat(left.examples())
                        .extracting(LeftLinks.Example::userId)
                        .containsExactly(userId);
            });
        });
        assertThat(entries()).isEqualTo(before);
        assertAllTellTheSame();
    }

    /** Both, the plan and the mending, name it alone; then nothing is left, and all tables tell the same. */
    private Group assertNamedAndMended(
            Function<ReconciliationReport, Group> of, String userId, @Nullable String subject) {
        ReconciliationReport plan = reconcile(true);
        ReconciliationReport done = reconcile(false);

        assertThat(done.complete()).isTrue();
        assertThat(List.of(plan, done)).allSatisfy(report -> {
            assertThat(of.apply(report).examples())
                    .extracting(ReconciliationReport.Example::userId, ReconciliationReport.Example::subject)
                    .containsExactly(tuple(userId, subject));
            assertThat(groups(report).mapToInt(Group::count).sum()).isEqualTo(1);
            assertThat(report.undecided()).isEmpty();
        });
        assertNothingIsLeft();
        return of.apply(plan);
    }

    private void assertNothingIsLeft() {
        ReconciliationReport left = reconcile(true);
        assertThat(groups(left).mapToInt(Group::count).sum()).as("%s", left).isZero();
        assertThat(left.undecided()).isEmpty();
        assertThat(keycloak.<Long>ask(session -> new LedgerVerification(session, session.realm())
                        .verify()
                        .linksWithoutEntry()))
                .isZero();
        assertAllTellTheSame();
    }

    private static Stream<Group> groups(ReconciliationReport report) {
        return Stream.of(
                report.notInRegistry(),
                report.notInKeycloak(),
                report.renamed(),
                report.notInLedger(),
                report.onlyInLedger(),
                report.exemptionsNotInLedger(),
                report.exemptionsOnlyInLedger(),
                report.exemptionsOfGoneAccounts());
    }

    /** Coverage counts whom the list shows as linked, and that is whom the gate takes for linked. */
    private void assertAllTellTheSame() {
        List<IdentityRow> rows = keycloak.ask(session ->
                reports(session).identities(IdentityFilter.EVERYBODY, null, 100).rows());
        List<String> shown = rows.stream()
                .filter(row -> row.subject() != null)
                .map(IdentityRow::userId)
                .toList();
        List<String> atGate = keycloak.ask(session -> rows.stream()
                .map(IdentityRow::userId)
                .filter(id -> AccountEvaluation.of(
                                        session,
                                        session.realm(),
                                        Objects.requireNonNull(session.users().getUserById(session.realm(), id)))
                                .orElseThrow()
                                .status()
                        == LinkStatus.LINKED)
                .toList());

        assertThat(shown).isEqualTo(atGate);
        assertThat(coverage().accounts().linked()).isEqualTo(shown.size());
    }

    private Coverage coverage() {
        return keycloak.ask(session -> reports(session).coverage());
    }

    private static Reports reports(TestSession session) {
        return Reports.in(session, session.realm()).orElseThrow();
    }

    private ReconciliationReport reconcile(boolean dryRun) {
        return keycloak.ask(session -> new Reconciliation(session, session.realm()).reconcile(dryRun));
    }

    private static List<String> accounts(Group group) {
        return group.examples().stream()
                .map(ReconciliationReport.Example::userId)
                .toList();
    }

    private Optional<Link> link(String userId) {
        return keycloak.ask(session -> new LinkRegistry(session, session.realm()).ofAccount(userId, ALIAS));
    }

    private String account(String username) {
        return keycloak.account(username).id();
    }

    private void linked(String userId, String subject) {
        keycloak.run(session -> session.users()
                .addFederatedIdentity(
                        session.realm(),
                        session.users().getUserById(session.realm(), userId),
                        new FederatedIdentityModel(ALIAS, subject, "name")));
    }

    /** While the jar was away: no listener of ours hears of it. */
    private void linkedByApi(String userId, String subject) {
        FederatedIdentityModel link = new FederatedIdentityModel(ALIAS, subject, "name");
        keycloak.run(session -> {
            if (!StorageId.isLocalStorage(userId)) {
                UserStorageUtil.userFederatedStorage(session).addFederatedIdentity(session.realm(), userId, link);
            } else {
                session.users()
                        .addFederatedIdentity(
                                session.realm(), session.users().getUserById(session.realm(), userId), link);
            }
        });
    }

    private void exempt(String userId) {
        Instant now = Instant.now();
        keycloak.run(session -> new Exemptions(session, session.realm())
                .grant(
                        session.users().getUserById(session.realm(), userId),
                        new Exemption(userId, now.plusSeconds(3600), "on leave", "somebody", now)));
    }

    private long entries() {
        return keycloak.<Number>ask(session -> (Number) session.entities()
                        .createNativeQuery("select count(*) from MAGENTO_LEDGER where REALM_ID = :realmId")
                        .setParameter("realmId", keycloak.realmId())
                        .getSingleResult())
                .longValue();
    }

    /** Type and reason of each entry of the account, the oldest first. */
    private List<String> entries(String userId) {
        return keycloak.ask(session -> {
            List<?> rows = session.entities()
                    .createNativeQuery("select e.TYPE, e.REASON from MAGENTO_LEDGER e join MAGENTO_LEDGER_PERSON p"
                            + " on p.REALM_ID = e.REALM_ID and p.SEQ = e.SEQ where e.REALM_ID = :realmId"
                            + " and p.PERSON_ID = :userId order by e.SEQ")
                    .setParameter("realmId", keycloak.realmId())
                    .setParameter("userId", userId)
                    .getResultList();
            return rows.stream()
                    .map(row -> ((Object[]) row)[0] + " " + ((Object[]) row)[1])
                    .toList();
        });
    }

    private void forgetEntriesOf(String userId) {
        sql("delete from MAGENTO_LEDGER_PERSON where REALM_ID = :realmId and PERSON_ID = '" + userId + "'");
    }

    private void sql(String statement) {
        keycloak.run(session -> session.entities()
                .createNativeQuery(statement)
                .setParameter("realmId", keycloak.realmId())
                .executeUpdate());
    }
}
