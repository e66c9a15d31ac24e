package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.DemoApp.Tokens;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Fault;
import cloud.magento.accounts.broker.upstream.LogoutFault;
import cloud.magento.accounts.broker.upstream.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever opens something is told to whom it is for and to nobody else, and the log names no person. */
class SecretsIT {
    private static final String OF_OURS = "[cloud.magento.accounts";

    @RegisterExtension
    final Stage stage = new Stage();

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private int logged;

    @Test
    void keepsSecretsOutOfLogEventsLedgerMetricsAndPages() {
        // given
        logged = stage.broker().log().end();
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        secrets.put("password", account.password());
        secrets.put("client's secret", stage.magento().client().secret());

        // when: a wrong password, a link by mail, tokens and new ones
        Visitor visitor = stage.visitor();
        try (DemoApp app = DemoApp.of(stage.broker())) {
            secrets.put("wrong password", "not-the-password-of-sam");
            SignInPage signIn = visitor.open(app.signIn(), SignInPage::new)
                    .enter(account.withPassword("not-the-password-of-sam"), SignInPage::new);
            ProveCodePage page = signIn.withMagento(MagentoLoginPage::new)
                    .logIn(sam, ProvePage::new)
                    .byMail(ProveCodePage::new);
            String code = stage.mailbox()
                    .await(account.email(), "Your code to connect with Magento.com")
                    .code();
            secrets.put("mailed code", code);
            page.enter(code, DemoAppPage::new);
            Tokens tokens = app.tokens();
            tokens.response().fields().forEachRemaining(field -> {
                if (field.getKey().endsWith("_token")) {
                    secrets.put(field.getKey(), field.getValue().asText());
                }
            });
            app.refresh(tokens).expecting(200);
        }
        secrets.put(
                "code from Magento.com",
                stage.magento().requests().last(Endpoint.TOKEN).get("code"));
        secrets.put("verifier", stage.magento().requests().last(Endpoint.TOKEN).get("code_verifier"));

        // and: answers and orders that are refused, and the provider's settings changed
        stage.magento().misbehave(Fault.TOKEN_TAMPERED);
        String refused = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(sam, RefusedPage::new)
                .text();
        stage.magento().behave();
        stage.magento().idTokens(sam).forEach(token -> secrets.put("ID token " + secrets.size(), token));
        String order = stage.magento().logoutTokens(LogoutFault.AUDIENCE_WRONG).forPerson(sam);
        secrets.put("order to sign out", order);
        String unheard = new Http()
                .post(
                        stage.broker().realmUrl("/broker/" + Broker.PROVIDER + "/endpoint/backchannel-logout"),
                        Map.of("logout_token", order))
                .expecting(400)
                .body();
        stage.broker()
                .admin()
                .configureProvider(
                        Broker.PROVIDER,
                        Map.of("clientSecret", stage.magento().client().secret()));
        stage.broker().admin().unlink(account, Broker.PROVIDER);

        // then
        Map<String, String> places = new LinkedHashMap<>();
        places.put("log", stage.broker().log().since(logged));
        places.put("events", everything("/events"));
        places.put("admin events", everything("/admin-events"));
        places.put("ledger", new Ledger(stage.broker()).export());
        places.put(
                "provider",
                stage.broker().admin().providerConfig(Broker.PROVIDER).toString());
        places.put(
                "metrics",
                new Http()
                        .get(stage.broker().management("/metrics"))
                        .expecting(200)
                        .body());
        places.put("page of a refusal", refused);
        places.put("answer to an order", unheard);
        assertThat(told(places)).isEmpty();
        assertThat(secrets).hasSizeGreaterThan(10).doesNotContainValue(null);
    }

    @Test
    void namesNobodyInOwnLogLines() {
        // given
        logged = stage.broker().log().end();
        Account account = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(account.email()));
        Person eve = stage.person("Eve");
        stage.broker().admin().link(account, Broker.PROVIDER, eve.subject(), eve.preferredUsername());

        // when: refused for a taken address, for a token that is no good, and for want of Magento.com
        stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(sam, RefusedPage::new);
        for (Fault fault : List.of(Fault.TOKEN_TAMPERED, Fault.NONCE_WRONG)) {
            stage.magento().misbehave(fault);
            stage.visitor()
                    .open(stage.broker().accountPage(), SignInPage::new)
                    .withMagento(MagentoLoginPage::new)
                    .logIn(eve, RefusedPage::new);
        }

        // then
        List<String> ours = stage.broker()
                .log()
                .since(logged)
                .lines()
                .filter(line -> line.contains(OF_OURS))
                .toList();
        assertThat(ours).isNotEmpty();
        for (Person person : List.of(sam, eve)) {
            assertThat(ours)
                    .noneMatch(line -> line.contains(person.email())
                            || line.contains(person.subject())
                            || line.contains(person.preferredUsername())
                            || line.contains(person.name()));
        }
        assertThat(ours).noneMatch(line -> line.contains(account.username()));
    }

    private List<String> told(Map<String, String> places) {
        List<String> told = new ArrayList<>();
        places.forEach((place, text) -> {
            assertThat(text).as(place).isNotBlank();
            secrets.forEach((secret, value) -> {
                if (text.contains(value)) {
                    told.add("The " + secret + " is in the " + place);
                }
            });
        });
        return told;
    }

    private String everything(String kind) {
        return stage.broker()
                .server()
                .get("/" + Broker.REALM + kind, Map.of("max", "5000"))
                .toString();
    }
}
