package cloud.magento.accounts.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.policy.LinkDecision.Outcome;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.preview.AccountPreview.Way;
import cloud.magento.accounts.registry.SignInUses;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;

/** What the gate would say of one account. */
class AccountPreviewTest {
    private static final Instant DEADLINE = Instant.parse("2990-01-01T00:00:00Z");

    private final TestKeycloak keycloak =
            TestKeycloak.start().withProvider(LinkSettings.ENFORCE_FROM, DEADLINE.toString());
    private final TestAccount agnes = keycloak.account("agnes");

    @Test
    void isStoppedByEveryWayWithoutLinkFromDeadlineOn() {
        assertThat(preview(DEADLINE.minusSeconds(1)).stopped()).isFalse();

        AccountPreview then = preview(DEADLINE);

        assertThat(then.stopped()).isTrue();
        assertThat(then.reportOnly()).isTrue();
        assertThat(then.ways())
                .hasSize(4)
                .allSatisfy(way -> assertThat(way.reason()).isEqualTo(ReasonCode.LINK_REQUIRED));
    }

    @Test
    void isStoppedByOtherWaysThanUpstreamWithLinkWhereItComesByOne() {
        agnes.linked("Sub");
        assertThat(preview(DEADLINE).stopped())
                .as("nobody knows that it comes by one")
                .isFalse();

        keycloak.run(session -> {
            ClientModel shop = session.clients().addClient(session.realm(), "id-of-the-shop", "shop");
            new SignInUses(session, session.realm()).note(agnes.in(session), shop, SignInWay.UPSTREAM);
        });
        assertThat(preview(DEADLINE).stopped()).isFalse();
        keycloak.run(session ->
                new SignInUses(session, session.realm()).note(agnes.in(session), shop(session), SignInWay.GRANT));

        AccountPreview then = preview(DEADLINE);
        assertThat(then.stopped()).isTrue();
        assertThat(then.ways())
                .contains(
                        new Way(SignInWay.UPSTREAM, Outcome.PASS, ReasonCode.LINKED),
                        new Way(SignInWay.GRANT, Outcome.REFUSE, ReasonCode.LOGIN_REQUIRED));
        assertThat(then.applications()).singleElement().satisfies(app -> {
            assertThat(app.clientId()).isEqualTo("shop");
            assertThat(app.uses())
                    .extracting(AccountPreview.Use::way, AccountPreview.Use::stopped)
                    .containsExactly(tuple(SignInWay.UPSTREAM, false), tuple(SignInWay.GRANT, true));
        });
    }

    @Test
    void tellsOfApplicationThatAccountNeverCameInto() {
        keycloak.run(session -> session.clients().addClient(session.realm(), "id-of-the-forum", "forum"));

        assertThat(keycloak.ask(session -> of(session, DEADLINE, session.realm().getClientByClientId("forum")))
                        .applications())
                .containsExactly(new AccountPreview.Application("forum", true, List.of()));
    }

    @Test
    void passesExemptDisabledAndClientsAccounts() {
        agnes.exempt(DEADLINE.plusSeconds(1));
        assertThat(preview(DEADLINE).stopped()).isFalse();
        assertThat(preview(DEADLINE).exemptUntil()).isEqualTo(DEADLINE.plusSeconds(1));
        assertThat(preview(DEADLINE.plusSeconds(1)).stopped()).isTrue();

        keycloak.run(session -> agnes.in(session).setEnabled(false));
        assertThat(preview(DEADLINE.plusSeconds(1)).ways())
                .allSatisfy(way -> assertThat(way.reason()).isEqualTo(ReasonCode.ACCOUNT_UNAVAILABLE));

        TestAccount client = keycloak.account("client").ofClient();
        boolean stopped =
                keycloak.ask(session -> AccountPreview.of(session, session.realm(), client.in(session), DEADLINE, null)
                        .orElseThrow()
                        .stopped());
        assertThat(stopped).isFalse();
    }

    private AccountPreview preview(Instant at) {
        return keycloak.ask(session -> of(session, at, null));
    }

    private AccountPreview of(TestSession session, Instant at, @Nullable ClientModel client) {
        return AccountPreview.of(session, session.realm(), agnes.in(session), at, client)
                .orElseThrow();
    }

    private static ClientModel shop(TestSession session) {
        return session.realm().getClientByClientId("shop");
    }
}
