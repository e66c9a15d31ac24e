package cloud.magento.accounts.account;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestDirectory;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestRequest;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.registry.FormerOwner;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.LinkMade;
import cloud.magento.accounts.registry.RegistryJpaProviderFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

/** Whose owner is written to when Keycloak's own way changes a link, by what the change came with. */
class LinkNoticesTest {
    private static final String ALIAS = "magento";

    private final TestKeycloak keycloak = TestKeycloak.start().withProvider();
    private final List<String> mails = new ArrayList<>();
    private final String agnes = keycloak.account("agnes").id();

    @BeforeEach
    void aRealmThatCanWrite() {
        TestDirectory.of(keycloak);
        new RegistryJpaProviderFactory().postInit(keycloak);
        keycloak.register(new LinkNotices());
        keycloak.provide(SingleUseObjectProvider.class, session -> Partial.of(Unlimited.class));
        keycloak.provide(EmailTemplateProvider.class, session -> Partial.of(Outbox.class, mails));
        keycloak.run(session -> session.realm().setSmtpConfig(Map.of("host", "mail.example", "from", "a@b.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/realms/shop/users/1/federated-identity/magento", "/admin/realms/shop/users"})
    void writesOfSingleChange(String path) {
        link(path);
        unlink(path);

        assertThat(mails).containsExactly("magento-linked.ftl", "magento-unlinked.ftl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/realms",
                "/admin/realms/",
                "admin/realms",
                "/admin/realms/shop/partialImport",
                "/admin/realms/shop/partialImport/"
            })
    void writesToNobodyOfImport(String path) {
        link(path);
        unlink(path);

        assertThat(mails).isEmpty();
    }

    @Test
    void writesToNobodyAtServersStart() {
        link(null);
        unlink(null);

        assertThat(mails).isEmpty();
    }

    @Test
    void tellsFormerAddressToo() {
        replacedByInvitation("lost@example.org");

        assertThat(mails).containsExactly("magento-switched.ftl", "magento-switched.ftl");
    }

    @Test
    void tellsAccountAloneWhereNobodyVouchedForFormerAddress() {
        replacedByInvitation(null);

        assertThat(mails).containsExactly("magento-switched.ftl");
    }

    private void replacedByInvitation(@Nullable String formerAddress) {
        keycloak.run(session -> {
            UserModel user = session.users().getUserById(session.realm(), agnes);
            user.setEmail("agnes@example.com");
            Link link = new Link(agnes, TestAccount.identity("new"), Instant.EPOCH, LinkProof.INVITATION);
            keycloak.publish(new LinkMade(
                    session, session.realm(), user, link, "New", new FormerOwner("Lost", formerAddress), link));
        });
    }

    private void link(@Nullable String path) {
        change(
                path,
                (session, user) -> session.users()
                        .addFederatedIdentity(
                                session.realm(), user, new FederatedIdentityModel(ALIAS, "subject", "Agnes")));
    }

    private void unlink(@Nullable String path) {
        change(path, (session, user) -> session.users().removeFederatedIdentity(session.realm(), user, ALIAS));
    }

    private void change(@Nullable String path, BiConsumer<TestSession, UserModel> change) {
        keycloak.run(session -> {
            if (path != null) {
                session.getContext().setHttpRequest(TestRequest.to(path));
            }
            change.accept(session, session.users().getUserById(session.realm(), agnes));
        });
    }

    /** Nobody was written to yet. */
    abstract static class Unlimited implements SingleUseObjectProvider {
        @Override
        public boolean putIfAbsent(String key, long lifespanInSeconds) {
            return true;
        }
    }

    /** Where mails go, by their templates. */
    abstract static class Outbox implements EmailTemplateProvider {
        private final List<String> mails;

        Outbox(List<String> mails) {
            this.mails = mails;
        }

        @Override
        public EmailTemplateProvider setRealm(RealmModel realm) {
            return this;
        }

        @Override
        public EmailTemplateProvider setUser(UserModel user) {
            return this;
        }

        @Override
        public void send(
                String subject, List<Object> subjectParts, String template, Map<String, Object> names, String to) {
            mails.add(template);
        }
    }
}
