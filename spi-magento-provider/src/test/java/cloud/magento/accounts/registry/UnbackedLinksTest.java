package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.storage.UserStorageUtil;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class UnbackedLinksTest {
    private static final String ALIAS = "magento";
    private static final String ISSUER = "https://issuer.example";

    private final TestKeycloak keycloak;

    UnbackedLinksTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
    }

    @Test
    void findsLinkThatKeycloakDoesNotHave() {
        String agnes = account("agnes");
        String boris = account("boris");
        atKeycloak(boris, "two");
        add(agnes, "one");
        add(boris, "two");
        add("f:directory:carol", "three");
        brokerLink("f:directory:dora", "four");
        add("f:directory:dora", "four");

        assertThat(read())
                .extracting(link -> link.link().userId())
                .containsExactlyInAnyOrder(agnes, "f:directory:carol");
    }

    @Test
    void endsItAndTellsLedgerAlone() {
        String agnes = account("agnes");
        add(agnes, "one");

        keycloak.run(session -> {
            UnbackedLinks links = new UnbackedLinks(session, session.realm());
            links.end(links.read("", 10), session);
        });

        assertThat(read()).isEmpty();
        assertThat(keycloak.published(LinksReconciled.class))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.links()).extracting(Link::userId).containsExactly(agnes));
        assertThat(keycloak.published(LinkEnded.class)).isEmpty();
    }

    @Test
    void endsFormerLinkOfAccountThatLinksAnew() {
        String agnes = account("agnes");
        add(agnes, "old");

        former(agnes, "new");

        assertThat(keycloak.<Boolean>ask(session -> new LinkRegistry(session, session.realm())
                        .ofAccount(agnes, ALIAS)
                        .isEmpty()))
                .isTrue();
    }

    @Test
    void endsLinkOfAnotherAccountToSameIdentityWhereKeycloakHasNone() {
        String agnes = account("agnes");
        String boris = account("boris");
        add(boris, "one");

        former(agnes, "one");

        assertThat(owner("one")).isEmpty();
    }

    @Test
    void keepsLinkOfAnotherAccountThatKeycloakHas() {
        String agnes = account("agnes");
        String boris = account("boris");
        atKeycloak(boris, "one");
        add(boris, "one");

        former(agnes, "one");

        assertThat(owner("one")).containsExactly(boris);
        assertThat(keycloak.published(LinksReconciled.class)).isEmpty();
    }

    private List<String> owner(String subject) {
        return keycloak.ask(session -> new LinkRegistry(session, session.realm())
                .ofIdentity(new UpstreamIdentity(ISSUER, subject)).stream()
                        .map(Link::userId)
                        .toList());
    }

    private void former(String userId, String subject) {
        keycloak.run(session -> new UnbackedLinks(session, session.realm())
                .endFormerOf(userId, ALIAS, new UpstreamIdentity(ISSUER, subject)));
    }

    private List<UnbackedLink> read() {
        return keycloak.ask(session -> new UnbackedLinks(session, session.realm()).read("", 10));
    }

    private String account(String username) {
        return keycloak.ask(session -> session.users()
                .addUser(session.realm(), null, username, false, false)
                .getId());
    }

    private void atKeycloak(String userId, String subject) {
        keycloak.run(session -> session.users()
                .addFederatedIdentity(
                        session.realm(),
                        session.users().getUserById(session.realm(), userId),
                        new FederatedIdentityModel(ALIAS, subject, "name")));
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
