package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.FederatedIdentity;
import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.UserEvent;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.Screen;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SwitchPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who owns another Magento.com account now proves the one until now, then the other, and moves; else nothing changes.
 */
class SwitchIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void switchesAfterProofOfBothIdentities() {
        // given
        Person old = stage.person("Old");
        Person young = stage.person("Young");
        Account account = stage.linkedAccount(old);
        long since = onlyLinkOf(account).linkedAt();

        // when: signed in at Magento.com a moment ago, and asked again all the same
        SwitchPage first = signIn(stage.visitor(), old).switchAccount(SwitchPage::new);
        assertThat(first.oldUpstream()).contains(old.preferredUsername());
        MagentoLoginPage proof = first.goOn(MagentoLoginPage::new);
        assertThat(proof.hint()).isEqualTo(old.preferredUsername());
        SwitchPage second = proof.logIn(old, SwitchPage::new);
        PreviewPage preview = second.goOn(MagentoLoginPage::new).logIn(young, PreviewPage::new);

        // then: both are shown, and nothing is changed
        assertThat(preview.account()).contains(account.username()).contains(account.email());
        assertThat(preview.oldUpstream()).contains(old.preferredUsername());
        assertThat(preview.upstream())
                .contains(young.preferredUsername())
                .contains(Objects.requireNonNull(young.email()));
        assertStillLinked(account, old, young);

        // when
        UserPage user = preview.connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(user.notice()).isPresent();
        assertThat(user.upstream()).contains(young.preferredUsername());
        assertThat(stage.broker().admin().federatedIdentities(account))
                .containsExactly(new FederatedIdentity(Broker.PROVIDER, young.subject(), young.preferredUsername()));
        LinkRow row = onlyLinkOf(account);
        assertThat(row.subject()).isEqualTo(young.subject());
        assertThat(row.proof()).isEqualTo("upstream-login");
        assertThat(row.linkedAt()).isGreaterThan(since);
        assertThat(stage.broker().database().linksOfSubject(old.subject())).isEmpty();
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_OVERRIDE_LINK"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.error()).isEmpty();
                    assertThat(event.detail("previous_identity_provider_identity"))
                            .isEqualTo(old.preferredUsername());
                    assertThat(event.detail("identity_provider_identity")).isEqualTo(young.preferredUsername());
                    assertThat(event.detail("magento_proof")).isEqualTo("upstream-login");
                });

        // and: the new one opens the account, the old one is nobody here
        assertThat(signIn(stage.visitor(), young).you()).contains(account.email());
        assertThat(stage.visitor()
                        .open(stage.broker().accountPage(), SignInPage::new)
                        .withMagento(MagentoLoginPage::new)
                        .logIn(old, PreviewPage::new)
                        .createsAnAccount())
                .isTrue();
    }

    @Test
    void keepsAccountLinkedThroughoutSwitch() throws InterruptedException, ExecutionException {
        // given
        Person old = stage.person("Old");
        Person young = stage.person("Young");
        Account account = stage.linkedAccount(old);
        PreviewPage preview = previewOf(old, young, stage.visitor());
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch watching = new CountDownLatch(1);
        ExecutorService watcher = Executors.newSingleThreadExecutor();

        // when
        List<List<String>> seen;
        try {
            Future<List<List<String>>> states = watcher.submit(() -> {
                List<List<String>> all = new ArrayList<>();
                do {
                    all.add(stage.broker().database().subjectsOf(account));
                    all.add(stage.broker().database().links(account).stream()
                            .map(LinkRow::subject)
                            .toList());
                    watching.countDown();
                } while (!done.get());
                return all;
            });
            watching.await();
            preview.connect(UserPage::new);
            done.set(true);
            seen = states.get();
        } finally {
            watcher.shutdownNow();
        }

        // then
        assertThat(seen).contains(List.of(old.subject()));
        assertThat(seen).allSatisfy(state -> assertThat(state).isIn(List.of(old.subject()), List.of(young.subject())));
        assertThat(stage.broker().admin().events(account, "REMOVE_FEDERATED_IDENTITY"))
                .isEmpty();
        assertThat(stage.mailbox().to(account.email()))
                .extracting(Mail::subject)
                .doesNotContain("Your account is no longer connected to Magento.com");
    }

    @Test
    void mailsNoUnverifiedUpstreamAddress() {
        // given: two identities of one person's, with addresses of strangers
        Person old = stage.magento().add(Person.called("Old").unverified());
        Person young = stage.magento().add(Person.called("Young").unverified());
        Account account = stage.linkedAccount(old);

        // when
        previewOf(old, young, stage.visitor()).connect(UserPage::new);

        // then
        stage.mailbox().await(account.email(), "Your account has moved to another Magento.com account");
        assertThat(stage.mailbox().to(Objects.requireNonNull(old.email()))).isEmpty();
        assertThat(stage.mailbox().to(Objects.requireNonNull(young.email()))).isEmpty();
    }

    @Test
    void neutralizesMailInjectionByUpstreamName() {
        // given
        Person old = stage.person("Old");
        Person young = stage.magento()
                .add(Person.called("Young").withPreferredUsername("Refund: see https://evil.example/pay\u202E now"));
        Account account = stage.linkedAccount(old);

        // when
        previewOf(old, young, stage.visitor()).connect(UserPage::new);

        // then
        String subject = "Your account has moved to another Magento.com account";
        String newAddress = Objects.requireNonNull(young.email());
        for (String address : List.of(account.email(), newAddress)) {
            assertThat(stage.mailbox().await(address, subject).text())
                    .contains("Magento.com account: refund")
                    .doesNotContain("evil")
                    .doesNotContain("http")
                    .doesNotContain("\u202E");
        }
    }

    @Test
    void mailsAccountAndBothIdentitiesInAccountLanguage() {
        // given
        Person old = stage.person("Old");
        Person young = stage.person("Young");
        Account account = stage.linkedAccount(old);
        stage.broker().admin().change(account, Map.of("attributes", Map.of("locale", List.of("nl"))));

        // when
        previewOf(old, young, stage.visitor(Visitor.speaking("nl"))).connect(UserPage::new);

        // then
        String oldAddress = Objects.requireNonNull(old.email());
        String newAddress = Objects.requireNonNull(young.email());
        for (String address : List.of(account.email(), oldAddress, newAddress)) {
            Mail mail = stage.mailbox().await(address, "Uw account is overgezet op een ander Magento.com-account");
            assertThat(mail.text())
                    .contains(account.username())
                    .contains(old.preferredUsername())
                    .contains(young.preferredUsername());
        }
    }

    @Test
    void endsOtherSessionsWhenLinkIsSwitched() {
        // given
        Person old = stage.person("Old");
        Person young = stage.person("Young");
        Account account = stage.linkedAccount(old);
        try (DemoApp app = DemoApp.of(stage.broker())) {
            Visitor elsewhere = stage.visitor();
            elsewhere
                    .open(app.signIn(), SignInPage::new)
                    .withMagento(MagentoLoginPage::new)
                    .logIn(old, DemoAppPage::new);
            Tokens online = app.tokens();
            elsewhere.open(app.signIn(Map.of("scope", "openid offline_access")), DemoAppPage::new);
            Tokens offline = app.tokens();
            app.refresh(offline).expecting(200);
            app.refresh(online).expecting(200);
            Visitor here = stage.visitor();

            // when
            previewOf(old, young, here).connect(UserPage::new);

            // then
            app.refresh(online).expecting(400);
            app.refresh(offline).expecting(400);
            elsewhere.open(stage.broker().accountPage(), SignInPage::new);
            assertThat(here.open(stage.broker().accountPage(), UserPage::new).isConnected())
                    .isTrue();
            assertThat(stage.broker().admin().sessions(account)).isEqualTo(1);
        }
    }

    @Test
    void rejectsSwitchWithoutProofOfOldIdentity() {
        // given
        Person old = stage.person("Old");
        Person eve = stage.person("Eve");
        Account account = stage.linkedAccount(old);

        // when
        SwitchPage refused = signIn(stage.visitor(), old)
                .switchAccount(SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(eve, SwitchPage::new);

        // then
        assertRefused(refused, "upstream-identity-mismatch");
        assertStillLinked(account, old, eve);

        // when: the next trip must prove the old one still
        MagentoLoginPage again = refused.goOn(MagentoLoginPage::new);

        // then
        assertThat(again.hint()).isEqualTo(old.preferredUsername());
        assertRefused(again.logIn(eve, SwitchPage::new), "upstream-identity-mismatch");
        assertStillLinked(account, old, eve);
    }

    @Test
    void rejectsOldUpstreamSessionAsProof() {
        // given
        Person old = stage.person("Old");
        Account account = stage.linkedAccount(old);
        UserPage user = signIn(stage.visitor(), old);
        stage.magento().keepOldLogins();

        // when
        SwitchPage refused = user.switchAccount(SwitchPage::new).goOn(SwitchPage::new);

        // then
        assertRefused(refused, "login-too-old");
        assertThat(onlyLinkOf(account).subject()).isEqualTo(old.subject());
    }

    @Test
    void rejectsSwitchToSameIdentity() {
        // given
        Person old = stage.person("Old");
        Account account = stage.linkedAccount(old);

        // when
        SwitchPage refused =
                proveOld(old, stage.visitor()).goOn(MagentoLoginPage::new).logIn(old, SwitchPage::new);

        // then
        assertRefused(refused, "same-identity");
        assertThat(onlyLinkOf(account).subject()).isEqualTo(old.subject());
        assertThat(stage.mailbox().to(account.email()))
                .extracting(Mail::subject)
                .noneMatch(this::tellsOfASwitch);
    }

    @Test
    void rejectsIdentityOfOtherAccount() {
        // given
        Person old = stage.person("Old");
        Person taken = stage.person("Taken");
        Account account = stage.linkedAccount(old);
        Account other = stage.linkedAccount(taken);

        // when
        SwitchPage refused =
                proveOld(old, stage.visitor()).goOn(MagentoLoginPage::new).logIn(taken, SwitchPage::new);

        // then
        assertRefused(refused, "already-linked");
        assertThat(onlyLinkOf(account).subject()).isEqualTo(old.subject());
        assertThat(onlyLinkOf(other).subject()).isEqualTo(taken.subject());

        // when: another try, with one that is free
        Person young = stage.person("Young");
        UserPage user = refused.goOn(MagentoLoginPage::new)
                .logIn(young, PreviewPage::new)
                .connect(UserPage::new);

        // then
        assertThat(user.upstream()).contains(young.preferredUsername());
    }

    @Test
    void rejectsIdentityTakenInRaceDuringPreview() {
        // given
        Person old = stage.person("Old");
        Person young = stage.person("Young");
        Account account = stage.linkedAccount(old);
        PreviewPage preview = previewOf(old, young, stage.visitor());
        Account faster = stage.linkedAccount(young);

        // when
        SwitchPage refused = preview.connect(SwitchPage::new);

        // then
        assertRefused(refused, "already-linked");
        assertThat(onlyLinkOf(account).subject()).isEqualTo(old.subject());
        assertThat(onlyLinkOf(faster).subject()).isEqualTo(young.subject());
    }

    @Test
    void changesNothingWhenCancelledAtAnyStep() {
        // given
        Person old = stage.person("Old");
        Person young = stage.person("Young");
        Account account = stage.linkedAccount(old);
        Visitor visitor = stage.visitor();
        UserPage user = signIn(visitor, old);

        // when: at once
        user = user.switchAccount(SwitchPage::new).cancel(UserPage::new);

        // then
        assertThat(user.notice()).isPresent();
        assertStillLinked(account, old, young);

        // when: at Magento.com, and then here
        SwitchPage denied =
                user.switchAccount(SwitchPage::new).goOn(MagentoLoginPage::new).deny(SwitchPage::new);

        // then
        assertThat(denied.error()).isPresent();
        user = denied.cancel(UserPage::new);
        assertStillLinked(account, old, young);

        // when: after the proof of the old identity
        user = user.switchAccount(SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(old, SwitchPage::new)
                .cancel(UserPage::new);

        // then
        assertStillLinked(account, old, young);

        // when: with both shown; a proof of before counts no more
        user = user.switchAccount(SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(old, SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(young, PreviewPage::new)
                .cancel(UserPage::new);

        // then
        assertStillLinked(account, old, young);
        assertThat(user.upstream()).contains(old.preferredUsername());
        assertThat(user.switchAccount(SwitchPage::new)
                        .goOn(MagentoLoginPage::new)
                        .hint())
                .isEqualTo(old.preferredUsername());
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_OVERRIDE_LINK"))
                .isEmpty();
        assertThat(stage.mailbox().to(account.email()))
                .extracting(Mail::subject)
                .noneMatch(this::tellsOfASwitch);
    }

    @Test
    void rejectsForgedConfirmationBeforeBothProofs() {
        // given
        Person old = stage.person("Old");
        Account account = stage.linkedAccount(old);
        SwitchPage unproven = signIn(stage.visitor(), old).switchAccount(SwitchPage::new);

        // when
        SwitchPage proven = unproven.forge(Map.of("action", "connect"), SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(old, SwitchPage::new);
        proven.forge(Map.of("action", "connect"), SwitchPage::new);

        // then
        assertThat(onlyLinkOf(account).subject()).isEqualTo(old.subject());
        assertThat(stage.broker().admin().events(account, "FEDERATED_IDENTITY_OVERRIDE_LINK"))
                .isEmpty();
    }

    private UserPage signIn(Visitor visitor, Person person) {
        return visitor.open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(person, UserPage::new);
    }

    private SwitchPage proveOld(Person old, Visitor visitor) {
        return signIn(visitor, old)
                .switchAccount(SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(old, SwitchPage::new);
    }

    private PreviewPage previewOf(Person old, Person young, Visitor visitor) {
        return proveOld(old, visitor).goOn(MagentoLoginPage::new).logIn(young, PreviewPage::new);
    }

    private boolean tellsOfASwitch(String subject) {
        return subject.equals("Your account has moved to another Magento.com account");
    }

    private void assertRefused(Screen page, String reason) {
        assertThat(page.error()).isPresent();
        List<UserEvent> events = stage.broker().admin().eventsWith("magento_reference", page.reference());
        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo(reason));
    }

    private void assertStillLinked(Account account, Person old, Person other) {
        assertThat(onlyLinkOf(account).subject()).isEqualTo(old.subject());
        assertThat(stage.broker().database().subjectsOf(account)).containsExactly(old.subject());
        assertThat(stage.broker().database().linksOfSubject(other.subject())).isEmpty();
    }

    private LinkRow onlyLinkOf(Account account) {
        List<LinkRow> rows = stage.broker().database().links(account);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }
}
