package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class InvitationsTest {
    private static final String ADDRESS = "agnes@example.com";
    private static final Duration LIFETIME = Duration.ofHours(72);

    private final TestKeycloak keycloak;
    private final String agnes;

    InvitationsTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        agnes = keycloak.account("agnes").id();
        keycloak.run(session -> user(session).setEmail(ADDRESS));
    }

    @AfterEach
    void clockIsRight() {
        Time.setOffset(0);
    }

    @Test
    void opensByItsTokenAndStoresOnlyDigest() {
        Invitations.Issued issued = issue(null);

        assertThat(issued.token()).matches("[A-Za-z0-9_-]{43}");
        assertThat(issued.toString()).doesNotContain(issued.token());
        assertThat(this.<Optional<Invitation>>ask(all -> all.ofToken(issued.token())))
                .contains(issued.invitation());
        assertThat(this.<Optional<Invitation>>ask(
                        all -> all.ofToken(issued.invitation().id())))
                .isEmpty();
        assertThat(this.<Optional<Invitation>>ask(all -> all.ofToken("A".repeat(43))))
                .isEmpty();
        assertThat(keycloak.<List<?>>ask(session -> session
                        .entities()
                        .createNativeQuery("select * from {h-schema}MAGENTO_INVITATION where ID = :id")
                        .setParameter("id", issued.invitation().id())
                        .getResultList()
                        .stream()
                        .map(row -> Arrays.toString((Object[]) row))
                        .toList()))
                .singleElement()
                .asString()
                .doesNotContain(issued.token())
                .doesNotContain(ADDRESS);
    }

    @Test
    void isUsedOnce() {
        Invitation invitation = issue(null).invitation();

        assertThat(this.<Boolean>ask(all -> all.use(invitation))).isTrue();
        assertThat(this.<Boolean>ask(all -> all.use(invitation))).isFalse();

        assertThat(stateOf(invitation)).isEqualTo(InvitationState.DONE);
        assertThat(this.<Optional<Invitation>>ask(all -> all.liveOf(agnes))).isEmpty();
    }

    @Test
    void isUsedByOneOfManyAtOnce() throws Exception {
        Invitation invitation = issue(null).invitation();
        CyclicBarrier together = new CyclicBarrier(4);
        ExecutorService tabs = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> uses = IntStream.range(0, 4)
                    .mapToObj(tab -> tabs.submit(() -> {
                        together.await();
                        try {
                            return this.<Boolean>ask(all -> all.use(invitation));
                        } catch (RuntimeException lost) {
                            return !LinkConflict.is(lost);
                        }
                    }))
                    .toList();
            int used = 0;
            for (Future<Boolean> use : uses) {
                used += use.get() ? 1 : 0;
            }
            assertThat(used).isEqualTo(1);
        } finally {
            tabs.shutdownNow();
        }
    }

    /** Opened at one node, whose transaction has read it already, and withdrawn at another one meanwhile. */
    @Test
    void isNotUsedWhereAnotherNodeHasWithdrawnIt() {
        Invitation invitation = issue(null).invitation();
        try (TestSession node = keycloak.begin()) {
            Invitations here = new Invitations(node, node.realm());
            here.opened(invitation.id());
            node.getTransactionManager().commit();
        }
        try (TestSession node = keycloak.begin()) {
            Invitations here = new Invitations(node, node.realm());
            assertThat(here.ofId(invitation.id())).map(Invitation::stored).contains(InvitationState.OPENED);

            assertThat(this.<Boolean>ask(all -> all.end(invitation.id(), InvitationEnd.OPERATOR)))
                    .isTrue();

            assertThat(here.use(invitation)).isFalse();
            node.getTransactionManager().setRollbackOnly();
        }
        assertThat(stateOf(invitation)).isEqualTo(InvitationState.WITHDRAWN);
    }

    @Test
    void takesThePlaceOfTheOneBefore() {
        Invitation first = issue(null).invitation();
        Invitation second = issue(null).invitation();

        assertThat(stateOf(first)).isEqualTo(InvitationState.WITHDRAWN);
        assertThat(this.<Boolean>ask(all -> all.use(first))).isFalse();
        assertThat(this.<Optional<Invitation>>ask(all -> all.liveOf(agnes))).contains(second);
        assertThat(keycloak.published(InvitationChanged.class))
                .extracting(changed -> changed.invitation().end())
                .containsExactly(null, InvitationEnd.REPLACED, null);
    }

    @Test
    void isSentOnceByOneCall() {
        issue("spring");

        RuntimeException refused = catchThrowableOfType(RuntimeException.class, () -> issue("spring"));

        assertThat(LinkConflict.is(refused)).isTrue();
        assertThat(this.<Optional<Invitation>>ask(all -> all.ofCall("spring", agnes)))
                .isPresent();
        assertThat(this.<Optional<Invitation>>ask(all -> all.ofCall("autumn", agnes)))
                .isEmpty();
        issue("autumn");
        issue(null);
        issue(null);
    }

    @Test
    void expiresByTheClock() {
        Invitation invitation = issue(null).invitation();
        run(all -> all.sent(invitation.id()));

        Time.setOffset((int) LIFETIME.toSeconds());

        assertThat(stateOf(invitation)).isEqualTo(InvitationState.EXPIRED);
        assertThat(this.<Boolean>ask(all -> all.use(invitation))).isFalse();
        assertThat(this.<Boolean>ask(all -> all.end(invitation.id(), InvitationEnd.OPERATOR)))
                .isFalse();
        assertThat(this.<Optional<Invitation>>ask(all -> all.liveOf(agnes))).isEmpty();
        assertThat(issue(null).invitation().stateAt(now())).isEqualTo(InvitationState.SENDING);
    }

    @Test
    void isInterruptedWhereSendingNeverEnded() {
        Invitation invitation = issue(null).invitation();

        Time.setOffset((int) Invitation.SENDING.toSeconds());

        assertThat(stateOf(invitation)).isEqualTo(InvitationState.FAILED);
        assertThat(found(invitation).endAt(now())).contains(InvitationEnd.INTERRUPTED);
        assertThat(found(invitation).opensAt(now())).isTrue();
    }

    @Test
    void failsAfterTooManyWrongTries() {
        Invitation invitation = issue(null).invitation();

        for (int i = 1; i < Invitation.TRIES; i++) {
            run(all -> all.wrongTry(invitation.id()));
        }
        assertThat(found(invitation).opensAt(now())).isTrue();
        run(all -> all.wrongTry(invitation.id()));

        assertThat(stateOf(invitation)).isEqualTo(InvitationState.FAILED);
        assertThat(this.<Boolean>ask(all -> all.use(invitation))).isFalse();
    }

    @Test
    void endsWithAddressAndAccountForGood() {
        Invitation moved = issue(null).invitation();
        keycloak.run(session -> user(session).setEmail("other@example.com"));
        check();
        keycloak.run(session -> user(session).setEmail(ADDRESS.toUpperCase(Locale.ROOT)));
        check();
        assertThat(found(moved).endAt(now())).contains(InvitationEnd.ADDRESS_CHANGED);

        Invitation disabled = issue(null).invitation();
        check();
        assertThat(found(disabled).opensAt(now())).isTrue();
        keycloak.run(session -> user(session).setEnabled(false));
        check();
        assertThat(found(disabled).endAt(now())).contains(InvitationEnd.ACCOUNT_DISABLED);
    }

    @Test
    void isDoneWhereAccountWasLinkedByAnotherWay() {
        Invitation invitation = issue(null).invitation();

        run(all -> all.endOf(List.of(agnes), InvitationEnd.LINKED));

        assertThat(stateOf(invitation)).isEqualTo(InvitationState.DONE);
        assertThat(this.<Boolean>ask(all -> all.use(invitation))).isFalse();
        assertThat(keycloak.published(InvitationChanged.class)).hasSize(1);
    }

    @Test
    void pagesNewestFirstAndByAccount() {
        Invitation first = issue(null).invitation();
        Time.setOffset(1);
        Invitation second = issue(null).invitation();
        Time.setOffset(2);
        Invitation third = issue(null).invitation();

        List<Invitation> page = ask(all -> all.page(null, "", 2));

        assertThat(page).extracting(Invitation::id).containsExactly(third.id(), second.id());
        assertThat(this.<List<Invitation>>ask(all -> all.page(agnes, Invitations.place(page.get(1)), 2)))
                .extracting(Invitation::id)
                .containsExactly(first.id());
        assertThat(this.<List<Invitation>>ask(all -> all.page("somebody-else", "", 2)))
                .isEmpty();
        assertThat(this.<List<Invitation>>ask(all -> all.page(null, "no-number~x", 2)))
                .isEmpty();
    }

    @Test
    void countsThoseOfAnHour() {
        issue(null);
        assertThat(this.<Long>ask(all -> all.countSince(now().minus(Duration.ofHours(1)))))
                .isEqualTo(1);
        Time.setOffset((int) Duration.ofHours(2).toSeconds());
        assertThat(this.<Long>ask(all -> all.countSince(now().minus(Duration.ofHours(1)))))
                .isZero();
    }

    @Test
    void forgetsAccountRealmAndWhatIsLongOver() {
        Invitation invitation = issue(null).invitation();
        run(Invitations::trim);
        assertThat(this.<Optional<Invitation>>ask(all -> all.ofId(invitation.id())))
                .isPresent();
        Time.setOffset((int) LIFETIME.plus(Invitations.KEPT).plusDays(1).toSeconds());
        run(Invitations::trim);
        assertThat(this.<Optional<Invitation>>ask(all -> all.ofId(invitation.id())))
                .isEmpty();

        Invitation next = issue(null).invitation();
        run(all -> all.forgetAccount("somebody-else"));
        assertThat(this.<Optional<Invitation>>ask(all -> all.ofId(next.id()))).isPresent();
        run(all -> all.forgetAccount(agnes));
        assertThat(this.<Optional<Invitation>>ask(all -> all.ofId(next.id()))).isEmpty();

        Invitation last = issue(null).invitation();
        run(Invitations::removeRealm);
        assertThat(this.<Optional<Invitation>>ask(all -> all.ofId(last.id()))).isEmpty();
    }

    private Invitations.Issued issue(@Nullable String call) {
        return ask(all -> all.issue(new Invitations.Order(agnes, ADDRESS, call, false, "an-administrator", LIFETIME)));
    }

    private void check() {
        keycloak.run(session -> new Invitations(session, session.realm()).check(user(session)));
    }

    private Invitation found(Invitation invitation) {
        return this.<Optional<Invitation>>ask(all -> all.ofId(invitation.id())).orElseThrow();
    }

    private InvitationState stateOf(Invitation invitation) {
        return found(invitation).stateAt(now());
    }

    private <T> T ask(Function<Invitations, T> question) {
        return keycloak.ask(session -> question.apply(new Invitations(session, session.realm())));
    }

    private void run(Consumer<Invitations> task) {
        keycloak.run(session -> task.accept(new Invitations(session, session.realm())));
    }

    private UserModel user(TestSession session) {
        return session.users().getUserById(session.realm(), agnes);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
