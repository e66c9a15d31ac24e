package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.AdoptableLink.Obstacle;
import cloud.magento.accounts.registry.LinkAdoption.Page;
import cloud.magento.accounts.registry.LinkAdoption.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.storage.UserStorageUtil;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LinkAdoptionTest {
    private static final String ALIAS = "magento";
    private static final String ISSUER = "https://issuer.example";

    private final TestKeycloak keycloak;

    LinkAdoptionTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
    }

    @Test
    void adoptsLinkWithItsOwnProof() {
        String agnes = linked("agnes", "Subject");

        assertThat(adoptAll()).isEqualTo(1);

        assertThat(keycloak.<Link>ask(session -> new LinkRegistry(session, session.realm())
                        .ofAccount(agnes, ALIAS)
                        .orElseThrow()))
                .satisfies(link -> {
                    assertThat(link.identity()).isEqualTo(new UpstreamIdentity(ISSUER, "Subject"));
                    assertThat(link.proof()).isEqualTo(LinkProof.ADOPTED);
                });
        assertThat(keycloak.published(LinksAdopted.class))
                .singleElement()
                .satisfies(event -> assertThat(event.links())
                        .extracting(LinksAdopted.Adopted::upstreamName)
                        .containsExactly("name"));
    }

    @Test
    void endsNothingThatBeganBefore() {
        String agnes = linked("agnes", "Subject");

        adoptAll();

        assertThat(keycloak.<Boolean>ask(session -> new AccountLinks(
                                session, session.realm(), session.users().getUserById(session.realm(), agnes))
                        .newestChange()
                        .isEmpty()))
                .isTrue();
    }

    @Test
    void passesOverWhatRegistryHasAndComesToSameEnd() {
        linked("agnes", "one");
        linked("boris", "two");

        assertThat(adoptAll()).isEqualTo(2);
        assertThat(adoptAll()).isZero();
        assertThat(read(Source.LOCAL, "", 10).links()).isEmpty();
    }

    @Test
    void readsEachAccountOnceInPages() {
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            accounts.add(linked("account-" + i, "subject-" + i));
        }

        List<String> seen = new ArrayList<>();
        @Nullable String after = "";
        while (after != null) {
            Page page = read(Source.LOCAL, after, 2);
            page.links().forEach(link -> seen.add(link.userId()));
            after = page.last();
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(accounts).isSorted();
    }

    @Test
    void leavesSubjectOfSeveralAccounts() {
        linked("agnes", "shared");
        linked("boris", "shared");
        linked("case", "Shared");

        assertThat(read(Source.LOCAL, "", 10).links())
                .extracting(AdoptableLink::subject, AdoptableLink::obstacle)
                .containsExactlyInAnyOrder(
                        tuple("shared", Obstacle.SUBJECT_OF_SEVERAL_ACCOUNTS),
                        tuple("shared", Obstacle.SUBJECT_OF_SEVERAL_ACCOUNTS),
                        tuple("Shared", null));
    }

    @Test
    void findsSubjectOfSeveralAccountsAcrossPages() {
        linked("agnes", "shared");
        linked("boris", "shared");

        assertThat(read(Source.LOCAL, "", 1).links())
                .extracting(AdoptableLink::obstacle)
                .containsExactly(Obstacle.SUBJECT_OF_SEVERAL_ACCOUNTS);
        assertThat(adoptAll()).isZero();
    }

    @Test
    void leavesWhatIsNoSubject() {
        linked("agnes", "\u00e4");
        linked("boris", "x".repeat(255));

        assertThat(read(Source.LOCAL, "", 10).links())
                .extracting(AdoptableLink::obstacle)
                .containsExactlyInAnyOrder(Obstacle.SUBJECT_INVALID, null);
    }

    @Test
    void leavesWhatRegistryTellsOtherwise() {
        String agnes = linked("agnes", "new");
        linked("boris", "taken");
        add(agnes, "old");
        String carol = linked("carol", "newer");
        add(carol, "taken");

        assertThat(read(Source.LOCAL, "", 10).links())
                .extracting(AdoptableLink::subject, AdoptableLink::obstacle)
                .containsExactlyInAnyOrder(
                        tuple("new", Obstacle.OTHER_SUBJECT_IN_REGISTRY),
                        tuple("newer", Obstacle.OTHER_SUBJECT_IN_REGISTRY),
                        tuple("taken", Obstacle.OTHER_ACCOUNT_IN_REGISTRY));
    }

    @Test
    void endsLinkOfAnotherAccountThatKeycloakDoesNotHave() {
        String boris = linked("boris", "taken");
        add("another", "taken");

        assertThat(adoptAll()).isEqualTo(1);

        assertThat(keycloak.<List<String>>ask(session -> new LinkRegistry(session, session.realm())
                        .ofIdentity(new UpstreamIdentity(ISSUER, "taken")).stream()
                                .map(Link::userId)
                                .toList()))
                .containsExactly(boris);
        assertThat(keycloak.published(LinksReconciled.class))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.links()).extracting(Link::userId).containsExactly("another"));
    }

    @Test
    void leavesAccountThatItsDirectoryDoesNotHave() {
        brokerLink("f:directory:gone", "Subject");

        assertThat(read(Source.DIRECTORY, "", 10).links())
                .extracting(AdoptableLink::obstacle)
                .containsExactly(Obstacle.ACCOUNT_GONE);
    }

    @Test
    void ignoresOtherProvidersAndRealms() {
        linked("agnes", "Subject");
        TestKeycloak elsewhere = TestKeycloak.on(keycloak.database());

        assertThat(elsewhere.<Integer>ask(session -> new LinkAdoption(session, session.realm(), ALIAS, ISSUER)
                        .read(Source.LOCAL, "", 10)
                        .links()
                        .size()))
                .isZero();
        assertThat(keycloak.<Integer>ask(session -> new LinkAdoption(session, session.realm(), "other", ISSUER)
                        .read(Source.LOCAL, "", 10)
                        .links()
                        .size()))
                .isZero();
    }

    @Test
    void failsWhereSomebodyElseLinkedMeanwhile() {
        String agnes = linked("agnes", "Subject");
        Page page = read(Source.LOCAL, "", 10);
        add(agnes, "Subject");

        assertThatThrownBy(() -> ask(adoption -> adoption.adopt(page.links(), keycloak.begin())))
                .satisfies(failure ->
                        assertThat(LinkConflict.is((RuntimeException) failure)).isTrue());
    }

    @Test
    void forgetsAllOfProviderAndLeavesKeycloaksTable() {
        linked("agnes", "Subject");
        adoptAll();

        assertThat(this.<Integer>ask(LinkAdoption::count)).isEqualTo(1);
        keycloak.run(session -> new LinkAdoption(session, session.realm(), ALIAS, ISSUER).forget());

        assertThat(this.<Integer>ask(LinkAdoption::count)).isZero();
        assertThat(read(Source.LOCAL, "", 10).links()).hasSize(1);
    }

    private int adoptAll() {
        return keycloak.ask(session -> {
            LinkAdoption adoption = new LinkAdoption(session, session.realm(), ALIAS, ISSUER);
            return adoption.adopt(adoption.read(Source.LOCAL, "", 100).links(), session);
        });
    }

    private Page read(Source source, String after, int size) {
        return ask(adoption -> adoption.read(source, after, size));
    }

    private <T> T ask(Function<LinkAdoption, T> question) {
        return keycloak.ask(session -> question.apply(new LinkAdoption(session, session.realm(), ALIAS, ISSUER)));
    }

    private String linked(String username, String subject) {
        return keycloak.ask(session -> {
            String id = session.users()
                    .addUser(session.realm(), null, username, false, false)
                    .getId();
            session.users()
                    .addFederatedIdentity(
                            session.realm(),
                            session.users().getUserById(session.realm(), id),
                            new FederatedIdentityModel(ALIAS, subject, "name"));
            return id;
        });
    }

    private void brokerLink(String userId, String subject) {
        keycloak.run(session -> UserStorageUtil.userFederatedStorage(session)
                .addFederatedIdentity(session.realm(), userId, new FederatedIdentityModel(ALIAS, subject, "name")));
    }

    private void add(String userId, String subject) {
        keycloak.run(session -> new LinkRegistry(session, session.realm())
                .add(
                        ALIAS,
                        new Link(
                                userId,
                                new UpstreamIdentity(ISSUER, subject),
                                Instant.parse("2026-01-02T03:04:05Z"),
                                LinkProof.PASSWORD),
                        null,
                        DirectoryEntry.of(userId, null, null)));
    }
}
