package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestAuthenticationSession;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestRequest;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.upstream.TestConfigs;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.broker.oidc.OIDCIdentityProviderFactory;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorResponseException;

/** What follows in our table, and is refused, where Keycloak writes and removes links. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LinkListenerTest {
    private static final String OUTAGE_NOTE = "magento.session.outage";

    private static final String ALIAS = "magento";

    private final TestKeycloak keycloak;
    private final TestAccount agnes;
    private final TestAccount boris;

    LinkListenerTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database).withProvider();
        agnes = keycloak.account("agnes");
        boris = keycloak.account("boris");
        keycloak.register(new LinkListener());
        keycloak.provide(IdentityProvider.class, new OIDCIdentityProviderFactory());
    }

    @Nested
    class Linking {
        @Test
        void followsLinkOfAdministrator() {
            keycloak.run(session -> {
                administering(session);
                link(session, agnes, "Sub");
            });

            assertThat(row(agnes)).hasValueSatisfying(row -> {
                assertThat(row.identity()).isEqualTo(TestAccount.identity("Sub"));
                assertThat(row.proof()).isEqualTo(LinkProof.ADMINISTRATOR);
            });
            assertThat(keycloak.published(LinkMade.class)).singleElement().satisfies(made -> {
                assertThat(made.replaced()).isNull();
                assertThat(made.upstreamName()).isEqualTo("name of Sub");
            });
            assertThat(changes(agnes)).isPresent();
        }

        @Test
        void followsNoLinkOfAnotherProvider() {
            keycloak.run(session -> {
                administering(session);
                keycloak.publish(created(session, agnes, new FederatedIdentityModel("another", "Sub", "name")));
            });

            assertThat(row(agnes)).isEmpty();
            assertThat(keycloak.published(LinkMade.class)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", " Sub", "S\u00fcb"})
        void refusesWhatCannotBeSubject(String subject) {
            refused(session -> {
                administering(session);
                link(session, agnes, subject);
            });
        }

        @Test
        void refusesIdentityOfAnotherAccount() {
            keycloak.run(session -> {
                administering(session);
                link(session, agnes, "Sub");
            });

            refused(session -> {
                administering(session);
                link(session, boris, "Sub");
            });

            assertThat(row(boris)).isEmpty();
            assertThat(keycloak.published(LinkRefused.class))
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(ReasonCode.ALREADY_LINKED));
            assertThat(keycloak.events()).singleElement().satisfies(event -> {
                assertThat(event.getType()).isEqualTo(EventType.FEDERATED_IDENTITY_LINK_ERROR);
                assertThat(event.getError()).isEqualTo("magento_already_linked");
            });
        }

        @Test
        void refusesIdentityThatOnlyKeycloaksTableKnowsAsAnothers() {
            agnes.linked("Sub");

            refused(session -> {
                administering(session);
                link(session, boris, "Sub");
            });
        }

        @Test
        void refusesPersonsLinkWithoutIntent() {
            refused(session -> {
                signingIn(session, agnes);
                link(session, agnes, "Sub");
            });

            assertThat(row(agnes)).isEmpty();
            assertThat(keycloak.events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.getDetails()).containsEntry("magento_reason", "proof-failed"));
        }

        @Test
        void followsPersonsLinkThatWasProven() {
            keycloak.run(session -> {
                intend(signingIn(session, agnes), agnes, "Sub");
                link(session, agnes, "Sub");
            });

            assertThat(row(agnes).map(Link::proof)).contains(LinkProof.PASSWORD);
        }

        @Test
        void refusesPersonsLinkOfAnotherIdentityOrAccountThanWasProven() {
            refused(session -> {
                intend(signingIn(session, agnes), agnes, "Sub");
                link(session, agnes, "Other");
            });
            refused(session -> {
                intend(signingIn(session, agnes), boris, "Sub");
                link(session, agnes, "Sub");
            });
        }

        @Test
        void followsProvidersNewAlias() {
            keycloak.run(session -> link(session, agnes, "Sub"));
            keycloak.run(session -> {
                IdentityProviderModel provider = session.identityProviders().getByAlias(ALIAS);
                provider.setAlias("renamed");
                session.identityProviders().update(provider);
                keycloak.publish(created(session, agnes, new FederatedIdentityModel("renamed", "Sub", "name")));
            });

            assertThat(keycloak.<Optional<Link>>ask(
                            session -> new LinkRegistry(session, session.realm()).ofAccount(agnes.id(), "renamed")))
                    .isPresent();
            assertThat(keycloak.published(LinkMade.class)).hasSize(1);
        }

        @Test
        void takesIdentityOfAccountThatIsGone() {
            keycloak.run(session -> link(session, agnes, "Sub"));
            keycloak.run(session -> {
                session.users().removeFederatedIdentity(session.realm(), agnes.in(session), ALIAS);
                session.users().removeUser(session.realm(), agnes.in(session));
            });

            keycloak.run(session -> link(session, boris, "Sub"));

            assertThat(row(boris)).isPresent();
            assertThat(keycloak.published(AccountDeleted.class)).hasSize(1);
        }
    }

    @Nested
    class Unlinking {
        @Test
        void followsAdministrator() {
            keycloak.run(session -> link(session, agnes, "Sub"));

            keycloak.run(session -> {
                administering(session);
                unlink(session, agnes, "Sub");
            });

            assertThat(row(agnes)).isEmpty();
            assertThat(keycloak.published(LinkEnded.class)).hasSize(1);
        }

        @Test
        void refusesPersonWhereThatIsNotAllowed() {
            keycloak.run(session -> link(session, agnes, "Sub"));

            assertThatThrownBy(() -> keycloak.run(session -> {
                        signingIn(session, agnes);
                        unlink(session, agnes, "Sub");
                    }))
                    .isInstanceOf(ErrorResponseException.class);

            assertThat(row(agnes)).isPresent();
            assertThat(keycloak.events()).singleElement().satisfies(event -> {
                assertThat(event.getType()).isEqualTo(EventType.REMOVE_FEDERATED_IDENTITY_ERROR);
                assertThat(event.getDetails()).containsEntry("magento_reason", "unlink-not-allowed");
            });
        }

        @Test
        void followsPersonWhereThatIsAllowed() {
            keycloak.run(session -> {
                IdentityProviderModel provider = session.identityProviders().getByAlias(ALIAS);
                provider.getConfig().put(LinkSettings.SELF_UNLINK, "true");
                session.identityProviders().update(provider);
            });
            keycloak.run(session -> link(session, agnes, "Sub"));

            keycloak.run(session -> {
                signingIn(session, agnes);
                unlink(session, agnes, "Sub");
            });

            assertThat(row(agnes)).isEmpty();
        }

        /** Who came by nothing but the kept password could else open the account for good. */
        @Test
        void keepsLinkFromSessionThatOnlyDeclaredOutageLetOpen() {
            keycloak.run(session -> {
                IdentityProviderModel provider = session.identityProviders().getByAlias(ALIAS);
                provider.getConfig().put(LinkSettings.SELF_UNLINK, "true");
                session.identityProviders().update(provider);
            });
            keycloak.run(session -> link(session, agnes, "Sub"));

            assertThatThrownBy(() -> keycloak.run(session -> {
                        signingIn(session, agnes);
                        session.getContext()
                                .setUserSession(TestUserSession.of(session.realm(), agnes.in(session))
                                        .with(OUTAGE_NOTE, "an-outage " + agnes.id()));
                        unlink(session, agnes, "Sub");
                    }))
                    .isInstanceOf(ErrorResponseException.class);
            assertThat(row(agnes)).isNotEmpty();

            keycloak.run(session -> {
                signingIn(session, agnes);
                session.getContext()
                        .setUserSession(TestUserSession.of(session.realm(), agnes.in(session))
                                .with(OUTAGE_NOTE, "an-outage " + agnes.id())
                                .with(UpstreamIdentity.NOTE, "came back through upstream"));
                unlink(session, agnes, "Sub");
            });
            assertThat(row(agnes)).isEmpty();
        }

        @Test
        void tellsSwitchAsOneChange() {
            keycloak.run(session -> link(session, agnes, "Old"));

            keycloak.run(session -> {
                intend(signingIn(session, agnes), agnes, "New");
                unlink(session, agnes, "Old");
                link(session, agnes, "New");
            });

            assertThat(keycloak.published(LinkEnded.class)).isEmpty();
            assertThat(keycloak.published(LinkMade.class))
                    .last()
                    .satisfies(made -> assertThat(made.replaced())
                            .isNotNull()
                            .extracting(Link::identity)
                            .isEqualTo(TestAccount.identity("Old")));
        }
    }

    @Nested
    class Providers {
        @Test
        void endsLinksOfProviderThatIsRemoved() {
            keycloak.run(session -> link(session, agnes, "Sub"));

            keycloak.run(session -> session.identityProviders().remove(ALIAS));

            assertThat(row(agnes)).isEmpty();
            assertThat(hasLinksAtKeycloak()).isFalse();
            assertThat(keycloak.published(ProviderRemoved.class))
                    .singleElement()
                    .satisfies(gone -> assertThat(gone.links()).isEqualTo(1));
        }

        @Test
        void keepsLinksOfProviderThatIsBackBeforeCommit() {
            agnes.linked("Sub");
            keycloak.run(session ->
                    keycloak.publish(created(session, agnes, new FederatedIdentityModel(ALIAS, "Sub", "name"))));

            keycloak.run(session -> {
                session.identityProviders().remove(ALIAS);
                session.identityProviders().create(TestConfigs.good());
            });

            assertThat(row(agnes)).isPresent();
            assertThat(hasLinksAtKeycloak()).isTrue();
        }

        @Test
        void refusesOtherTypeInItsPlaceWhileAccountsAreLinked() {
            keycloak.run(session -> link(session, agnes, "Sub"));

            assertThatThrownBy(() -> keycloak.run(session -> {
                        session.identityProviders().remove(ALIAS);
                        session.identityProviders().create(otherType());
                    }))
                    .isInstanceOf(ErrorResponseException.class);

            assertThat(row(agnes)).isPresent();
            assertThat(hasLinksAtKeycloak()).isTrue();
        }

        @Test
        void takesOtherTypeInItsPlaceWhereNobodyIsLinked() {
            assertThatCode(() -> keycloak.run(session -> {
                        session.identityProviders().remove(ALIAS);
                        session.identityProviders().create(otherType());
                    }))
                    .doesNotThrowAnyException();
        }

        private IdentityProviderModel otherType() {
            IdentityProviderModel other = new IdentityProviderModel();
            other.setAlias(ALIAS);
            other.setProviderId("oidc");
            other.setEnabled(true);
            return other;
        }

        private boolean hasLinksAtKeycloak() {
            return keycloak.ask(session -> new LinkRegistry(session, session.realm()).hasLinksAtKeycloak(ALIAS));
        }
    }

    @Test
    void sweepsWhatAccountsThatAreGoneStillHave() {
        keycloak.run(session -> link(session, agnes, "Sub"));
        keycloak.run(session -> link(session, boris, "Other"));
        keycloak.run(session -> {
            session.users().removeFederatedIdentity(session.realm(), agnes.in(session), ALIAS);
            session.users().removeUser(session.realm(), agnes.in(session));
        });

        keycloak.run(session -> DeletedAccountSweep.sweep(session, session.realm()));

        assertThat(row(agnes)).isEmpty();
        assertThat(row(boris)).isPresent();
        assertThat(keycloak.published(AccountDeleted.class))
                .singleElement()
                .satisfies(gone -> assertThat(gone.userId()).isEqualTo(agnes.id()));
    }

    private void refused(Consumer<TestSession> task) {
        try (TestSession session = keycloak.begin()) {
            assertThatThrownBy(() -> task.accept(session)).isInstanceOf(ModelDuplicateException.class);
            assertThat(session.getTransactionManager().getRollbackOnly()).isTrue();
        }
    }

    private static void administering(TestSession session) {
        session.getContext().setHttpRequest(TestRequest.to("/admin/realms/r/users"));
    }

    private static TestAuthenticationSession signingIn(TestSession session, TestAccount account) {
        TestAuthenticationSession authSession =
                TestAuthenticationSession.of(session.realm(), TestClient.called("app"), account.in(session));
        session.getContext().setHttpRequest(TestRequest.to("/realms/r/login-actions/required-action"));
        session.getContext().setAuthenticationSession(authSession);
        return authSession;
    }

    private static void intend(TestAuthenticationSession authSession, TestAccount account, String subject) {
        new LinkIntent(account.id(), TestAccount.identity(subject), LinkProof.PASSWORD, Set.of()).save(authSession);
    }

    /** As Keycloak does on every path. */
    private void link(TestSession session, TestAccount account, String subject) {
        FederatedIdentityModel identity = new FederatedIdentityModel(ALIAS, subject, "name of " + subject);
        session.users().addFederatedIdentity(session.realm(), account.in(session), identity);
        keycloak.publish(created(session, account, identity));
    }

    private void unlink(TestSession session, TestAccount account, String subject) {
        session.users().removeFederatedIdentity(session.realm(), account.in(session), ALIAS);
        keycloak.publish(removed(session, account, new FederatedIdentityModel(ALIAS, subject, "name of " + subject)));
    }

    private Optional<Link> row(TestAccount account) {
        return keycloak.ask(session -> new LinkRegistry(session, session.realm()).ofAccount(account.id(), ALIAS));
    }

    private Optional<LinkChange> changes(TestAccount account) {
        return keycloak.ask(session -> new AccountLinks(session, session.realm(), account.in(session)).newestChange());
    }

    private static FederatedIdentityCreatedEvent created(
            TestSession session, TestAccount account, FederatedIdentityModel identity) {
        return new Created(session, session.realm(), account.in(session), identity);
    }

    private static FederatedIdentityRemovedEvent removed(
            TestSession session, TestAccount account, FederatedIdentityModel identity) {
        return new Removed(session, session.realm(), account.in(session), identity);
    }

    private record Created(
            KeycloakSession getKeycloakSession,
            RealmModel getRealm,
            UserModel getUser,
            FederatedIdentityModel getFederatedIdentity)
            implements FederatedIdentityCreatedEvent {}

    private record Removed(
            KeycloakSession getKeycloakSession,
            RealmModel getRealm,
            UserModel getUser,
            FederatedIdentityModel getFederatedIdentity)
            implements FederatedIdentityRemovedEvent {}
}
