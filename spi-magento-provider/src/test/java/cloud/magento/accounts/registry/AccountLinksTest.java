package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AccountLinksTest {
    private final TestKeycloak keycloak;
    private final String agnes;

    AccountLinksTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        agnes = user("agnes");
    }

    @Test
    void knowsNoChangeBeforeTheFirst() {
        assertThat(newest(agnes)).isEmpty();
    }

    @Test
    void insertsFirstChangeAndUpdatesItLater() {
        Instant before = Instant.now();
        keycloak.run(session -> links(session, agnes).changed());
        LinkChange first = newest(agnes).orElseThrow();
        keycloak.run(session -> links(session, agnes).changed());
        LinkChange second = newest(agnes).orElseThrow();

        assertThat(first.at()).isBetween(before.minusMillis(1), Instant.now());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.at()).isAfterOrEqualTo(first.at());
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void notesSeveralChangesOfOneTransactionInOneRow() {
        keycloak.run(session -> {
            links(session, agnes).changed();
            links(session, agnes).changed();
        });

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void keepsNoChangeThatIsRolledBack() {
        try (TestSession session = keycloak.begin()) {
            links(session, agnes).changed();
            session.getTransactionManager().setRollbackOnly();
        }

        assertThat(newest(agnes)).isEmpty();
    }

    @Test
    void tellsIdentityByAlias() {
        add(agnes, "magento", "one");
        add(agnes, "second", "two");

        assertThat(identity("magento")).contains(new UpstreamIdentity("https://issuer.example", "one"));
        assertThat(identity("second")).contains(new UpstreamIdentity("https://issuer.example", "two"));
        assertThat(identity("third")).isEmpty();
    }

    @Test
    void notesChangeOfAllWhoAreLinkedByAlias() {
        String boris = user("boris");
        String clara = user("clara");
        add(agnes, "magento", "one");
        add(boris, "magento", "two");
        add(clara, "second", "three");
        keycloak.run(session -> links(session, boris).changed());
        LinkChange before = newest(boris).orElseThrow();

        keycloak.run(session -> AccountLinks.changedAll(session, session.realm(), "magento"));

        assertThat(newest(agnes)).isPresent();
        assertThat(newest(boris)).isPresent().get().isNotEqualTo(before);
        assertThat(newest(agnes)).isEqualTo(newest(boris));
        assertThat(newest(clara)).isEmpty();
    }

    @Test
    void forgetsChangesOfAccountThatIsGone() {
        String boris = user("boris");
        keycloak.run(session -> {
            links(session, agnes).changed();
            links(session, boris).changed();
        });

        keycloak.run(session -> AccountLinks.forget(session, session.realm(), agnes));

        assertThat(newest(agnes)).isEmpty();
        assertThat(newest(boris)).isPresent();
    }

    @Test
    void forgetsChangesOfRealmThatIsGone() {
        keycloak.run(session -> links(session, agnes).changed());

        keycloak.run(session -> AccountLinks.forgetRealm(session, session.realm()));

        assertThat(rows()).isZero();
    }

    private static AccountLinks links(TestSession session, String userId) {
        return new AccountLinks(session, session.realm(), session.users().getUserById(session.realm(), userId));
    }

    private Optional<LinkChange> newest(String userId) {
        return keycloak.ask(session -> links(session, userId).newestChange());
    }

    private Optional<UpstreamIdentity> identity(String alias) {
        return keycloak.ask(session -> links(session, agnes).identity(alias));
    }

    private int rows() {
        return keycloak.<Number>ask(session -> (Number) session.entities()
                        .createNativeQuery("select count(*) from MAGENTO_LINK_CHANGE where REALM_ID = :realmId")
                        .setParameter("realmId", keycloak.realmId())
                        .getSingleResult())
                .intValue();
    }

    private String user(String username) {
        return keycloak.ask(session -> session.users()
                .addUser(session.realm(), null, username, false, false)
                .getId());
    }

    private void add(String userId, String alias, String subject) {
        keycloak.run(session -> new LinkRegistry(session, session.realm())
                .add(
                        alias,
                        new Link(
                                userId,
                                new UpstreamIdentity("https://issuer.example", subject),
                                Instant.EPOCH,
                                LinkProof.PASSWORD),
                        null,
                        DirectoryEntry.of("local", "local", null)));
    }
}
