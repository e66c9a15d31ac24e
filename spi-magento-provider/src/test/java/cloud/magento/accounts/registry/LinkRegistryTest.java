package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.policy.UpstreamLogin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.storage.UserStorageUtil;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LinkRegistryTest {
    private static final String ALIAS = "magento";
    private static final Instant LINKED_AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final UpstreamIdentity UPPER = new UpstreamIdentity("https://issuer.example", "Subject");
    private static final UpstreamIdentity LOWER = new UpstreamIdentity("https://issuer.example", "subject");

    private final TestKeycloak keycloak;

    LinkRegistryTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
    }

    @Test
    void findsLinkByAccountAndByIdentity() {
        add("agnes", ALIAS, UPPER);

        Link expected = new Link("agnes", UPPER, LINKED_AT, LinkProof.PASSWORD);
        assertThat(link(registry -> registry.ofAccount("agnes", ALIAS))).contains(expected);
        assertThat(link(registry -> registry.ofIdentity(UPPER))).contains(expected);
        assertThat(links(registry -> registry.ofAccount("agnes"))).containsExactly(expected);
        assertThat(link(registry -> registry.ofAccount("agnes", "other"))).isEmpty();
        assertThat(link(registry -> registry.ofAccount("boris", ALIAS))).isEmpty();
    }

    @Test
    void findsNoLinkOfAnotherRealm() {
        add("agnes", ALIAS, UPPER);
        TestKeycloak elsewhere = TestKeycloak.on(keycloak.database());

        assertThat(elsewhere.<Boolean>ask(session -> new LinkRegistry(session, session.realm())
                        .ofIdentity(UPPER)
                        .isEmpty()))
                .isTrue();
        elsewhere.run(session -> add(session, "agnes", ALIAS, UPPER, null));
    }

    @Nested
    class Uniqueness {
        @Test
        void refusesSecondAccountOfIdentity() {
            add("agnes", ALIAS, UPPER);

            assertThatThrownBy(() -> add("boris", ALIAS, UPPER)).satisfies(LinkRegistryTest::isConflict);
            assertThat(name(registry -> registry.ofIdentity(UPPER).orElseThrow().userId()))
                    .isEqualTo("agnes");
        }

        @Test
        void refusesSecondLinkOfAccountByOneAlias() {
            add("agnes", ALIAS, UPPER);

            assertThatThrownBy(() -> add("agnes", ALIAS, LOWER)).satisfies(LinkRegistryTest::isConflict);
        }

        @Test
        void comparesSubjectsLetterByLetter() {
            add("agnes", ALIAS, UPPER);
            add("boris", ALIAS, LOWER);

            assertThat(name(registry -> registry.ofIdentity(LOWER).orElseThrow().userId()))
                    .isEqualTo("boris");
        }

        @Test
        void takesSameSubjectOfAnotherIssuer() {
            add("agnes", ALIAS, UPPER);
            add("boris", ALIAS, new UpstreamIdentity("https://other.example", "Subject"));

            assertThat(number(registry -> registry.countOf(ALIAS))).isEqualTo(2);
        }
    }

    @Nested
    class Renaming {
        @Test
        void followsNewAliasOfSameAccountAndIdentity() {
            add("agnes", ALIAS, UPPER);

            assertThat(is(registry -> registry.rename("agnes", UPPER, "renamed")))
                    .isTrue();
            assertThat(link(registry -> registry.ofAccount("agnes", "renamed"))).isPresent();
            assertThat(link(registry -> registry.ofAccount("agnes", ALIAS))).isEmpty();
        }

        @Test
        void leavesLinkOfAnotherAccountOrOfSameAlias() {
            add("agnes", ALIAS, UPPER);

            assertThat(is(registry -> registry.rename("boris", UPPER, "renamed")))
                    .isFalse();
            assertThat(is(registry -> registry.rename("agnes", UPPER, ALIAS))).isFalse();
            assertThat(is(registry -> registry.rename("agnes", LOWER, "renamed")))
                    .isFalse();
            assertThat(link(registry -> registry.ofAccount("agnes", ALIAS))).isPresent();
        }
    }

    @Nested
    class KeycloaksTable {
        @Test
        void knowsWhetherIdentityIsAnothersAtKeycloak() {
            String agnes = account("agnes");
            atKeycloak(agnes, ALIAS, "Subject");

            assertThat(is(registry -> registry.isAnothersAtKeycloak(ALIAS, "Subject", "boris")))
                    .isTrue();
            assertThat(is(registry -> registry.isAnothersAtKeycloak(ALIAS, "Subject", agnes)))
                    .isFalse();
            assertThat(is(registry -> registry.isAnothersAtKeycloak("other", "Subject", "boris")))
                    .isFalse();
            assertThat(is(registry -> registry.isAnothersAtKeycloak(ALIAS, "Nobody", "boris")))
                    .isFalse();
        }

        @Test
        void knowsWhetherKeycloakOpensAnyAccountByAlias() {
            assertThat(is(registry -> registry.hasLinksAtKeycloak(ALIAS))).isFalse();

            atKeycloak(account("agnes"), ALIAS, "Subject");

            assertThat(is(registry -> registry.hasLinksAtKeycloak(ALIAS))).isTrue();
            assertThat(is(registry -> registry.hasLinksAtKeycloak("other"))).isFalse();
        }

        @Test
        void knowsLinksOfDirectorysAccounts() {
            brokerLink("f:other:" + keycloak.realmId(), ALIAS);

            assertThat(is(registry -> registry.hasLinksAtKeycloak(ALIAS))).isTrue();
        }

        @Test
        void knowsOtherIssuerOnlyWhereKeycloakOpensAccount() {
            String agnes = account("agnes");
            add(agnes, ALIAS, UPPER);
            assertThat(is(registry -> registry.hasOtherIssuer(ALIAS, "https://other.example")))
                    .as("a row that Keycloak knows nothing of opens nothing")
                    .isFalse();

            atKeycloak(agnes, ALIAS, "Subject");

            assertThat(is(registry -> registry.hasOtherIssuer(ALIAS, "https://other.example")))
                    .isTrue();
            assertThat(is(registry -> registry.hasOtherIssuer(ALIAS, "https://issuer.example")))
                    .isFalse();
            assertThat(is(registry -> registry.hasOtherIssuer("other", "https://other.example")))
                    .isFalse();
        }

        @Test
        void knowsOtherIssuerOfDirectorysAccounts() {
            String agnes = "f:directory:" + keycloak.realmId();
            add(agnes, ALIAS, UPPER);
            brokerLink(agnes, ALIAS);

            assertThat(is(registry -> registry.hasOtherIssuer(ALIAS, "https://other.example")))
                    .isTrue();
        }

        @Test
        void findsAccountsThatAreGoneButNoneOfDirectories() {
            String there = account("there");
            add(there, ALIAS, UPPER);
            add("gone", ALIAS, LOWER);
            add("gone", "second", new UpstreamIdentity("https://issuer.example", "second"));
            add("f:directory:gone", ALIAS, new UpstreamIdentity("https://issuer.example", "third"));

            assertThat(names(registry -> registry.accountsThatAreGone(10))).containsExactly("gone");
        }
    }

    @Nested
    class Use {
        private final Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Test
        void notesFirstUse() {
            add("agnes", ALIAS, UPPER);

            seen("agnes", "agnes@example.org", now);

            assertThat(row("agnes").lastSeen).isEqualTo(now.toEpochMilli());
            assertThat(row("agnes").upstreamEmail).isEqualTo("agnes@example.org");
        }

        @Test
        void notesUseOnceAnHour() {
            add("agnes", ALIAS, UPPER);
            seen("agnes", null, now);

            seen("agnes", null, now.plus(Duration.ofHours(1)));
            assertThat(row("agnes").lastSeen).isEqualTo(now.toEpochMilli());

            Instant later = now.plus(Duration.ofHours(1)).plusMillis(1);
            seen("agnes", null, later);
            assertThat(row("agnes").lastSeen).isEqualTo(later.toEpochMilli());
        }

        @Test
        void notesNewAddressAtOnce() {
            add("agnes", ALIAS, UPPER);
            seen("agnes", "old@example.org", now);

            seen("agnes", "new@example.org", now.plusSeconds(1));
            assertThat(row("agnes").upstreamEmail).isEqualTo("new@example.org");

            seen("agnes", null, now.plusSeconds(2));
            assertThat(row("agnes").upstreamEmail).isNull();
        }

        @Test
        void notesNothingForAnotherAccountOrIdentity() {
            add("agnes", ALIAS, UPPER);

            seen("boris", "agnes@example.org", now);
            keycloak.run(session -> new LinkRegistry(session, session.realm())
                    .seen("agnes", new UpstreamLogin(LOWER, null, false, null, null, List.of()), now));

            assertThat(row("agnes").lastSeen).isNull();
        }

        @Test
        void leavesOutAddressThatDoesNotFit() {
            add("agnes", ALIAS, UPPER);

            seen("agnes", "a".repeat(244) + "@example.org", now);

            assertThat(row("agnes").upstreamEmail).isNull();
        }

        @Test
        void startsAsSeenWhereLinkComesFromSignInUpstream() {
            keycloak.run(session -> add(
                    session,
                    "agnes",
                    ALIAS,
                    UPPER,
                    new UpstreamLogin(UPPER, "a@example.org", true, null, null, List.of())));

            assertThat(row("agnes").lastSeen).isEqualTo(LINKED_AT.toEpochMilli());
            assertThat(row("agnes").upstreamEmail).isEqualTo("a@example.org");
            assertThat(verifiedAddress()).contains("a@example.org");
        }

        @Test
        void knowsNoAddressThatUpstreamDoesNotVouchForAnyMore() {
            keycloak.run(session -> add(
                    session,
                    "agnes",
                    ALIAS,
                    UPPER,
                    new UpstreamLogin(UPPER, "a@example.org", true, null, null, List.of())));

            seen("agnes", "a@example.org", now);

            assertThat(verifiedAddress()).isEmpty();
        }

        private Optional<String> verifiedAddress() {
            return keycloak.ask(
                    session -> new LinkRegistry(session, session.realm()).verifiedAddressOf("agnes", ALIAS));
        }

        private void seen(String userId, @Nullable String email, Instant at) {
            keycloak.run(session -> new LinkRegistry(session, session.realm())
                    .seen(userId, new UpstreamLogin(UPPER, email, false, null, null, List.of()), at));
        }
    }

    @Nested
    class Removal {
        @Test
        void removesOneLinkOfAccount() {
            add("agnes", ALIAS, UPPER);
            add("agnes", "second", LOWER);

            keycloak.run(session -> new LinkRegistry(session, session.realm()).remove("agnes", ALIAS));

            assertThat(names(LinkRegistry::aliases)).containsExactly("second");
        }

        @Test
        void removesAllLinksOfAccount() {
            add("agnes", ALIAS, UPPER);
            add("boris", ALIAS, LOWER);

            keycloak.run(session -> new LinkRegistry(session, session.realm()).removeAccount("agnes"));

            assertThat(number(registry -> registry.countOf(ALIAS))).isEqualTo(1);
            assertThat(links(registry -> registry.ofAccount("boris"))).hasSize(1);
        }

        @Test
        void removesAllLinksOfProvider() {
            add("agnes", ALIAS, UPPER);
            add("agnes", "second", LOWER);

            keycloak.run(session -> new LinkRegistry(session, session.realm()).removeProvider(ALIAS));

            assertThat(names(LinkRegistry::aliases)).containsExactly("second");
        }

        @Test
        void removesLinksOfRealmAlone() {
            add("agnes", ALIAS, UPPER);
            TestKeycloak elsewhere = TestKeycloak.on(keycloak.database());
            elsewhere.run(session -> add(session, "agnes", ALIAS, UPPER, null));

            keycloak.run(session -> new LinkRegistry(session, session.realm()).removeRealm());

            assertThat(names(LinkRegistry::aliases)).isEmpty();
            assertThat(elsewhere.<List<String>>ask(session -> new LinkRegistry(session, session.realm()).aliases()))
                    .containsExactly(ALIAS);
        }
    }

    private static void isConflict(Throwable failure) {
        assertThat(failure).isInstanceOf(RuntimeException.class);
        assertThat(LinkConflict.is((RuntimeException) failure))
                .as(failure.toString())
                .isTrue();
    }

    private void add(String userId, String alias, UpstreamIdentity identity) {
        keycloak.run(session -> add(session, userId, alias, identity, null));
    }

    private static void add(
            TestSession session,
            String userId,
            String alias,
            UpstreamIdentity identity,
            @Nullable UpstreamLogin login) {
        new LinkRegistry(session, session.realm())
                .add(
                        alias,
                        new Link(userId, identity, LINKED_AT, LinkProof.PASSWORD),
                        login,
                        DirectoryEntry.of("local", "local", null));
    }

    private String account(String username) {
        return keycloak.ask(session -> session.users()
                .addUser(session.realm(), null, username, false, false)
                .getId());
    }

    private void atKeycloak(String userId, String alias, String subject) {
        keycloak.run(session -> session.users()
                .addFederatedIdentity(
                        session.realm(),
                        session.users().getUserById(session.realm(), userId),
                        new FederatedIdentityModel(alias, subject, "name")));
    }

    private void brokerLink(String userId, String alias) {
        keycloak.run(session -> UserStorageUtil.userFederatedStorage(session)
                .addFederatedIdentity(session.realm(), userId, new FederatedIdentityModel(alias, "Subject", "name")));
    }

    private LinkEntity row(String userId) {
        return ask(registry -> registry.row(userId, ALIAS).orElseThrow());
    }

    private boolean is(Function<LinkRegistry, Boolean> question) {
        return ask(question);
    }

    private int number(Function<LinkRegistry, Integer> question) {
        return ask(question);
    }

    private String name(Function<LinkRegistry, String> question) {
        return ask(question);
    }

    private List<String> names(Function<LinkRegistry, List<String>> question) {
        return ask(question);
    }

    private Optional<Link> link(Function<LinkRegistry, Optional<Link>> question) {
        return ask(question);
    }

    private List<Link> links(Function<LinkRegistry, List<Link>> question) {
        return ask(question);
    }

    private <T> T ask(Function<LinkRegistry, T> question) {
        return keycloak.ask(session -> question.apply(new LinkRegistry(session, session.realm())));
    }
}
