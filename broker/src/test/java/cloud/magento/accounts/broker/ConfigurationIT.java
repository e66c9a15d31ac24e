package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ConsoleProviderPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An impossible configuration is refused when it is saved, with a message for its operator, and changes nothing. */
class ConfigurationIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @CsvSource({
        "linkEnforceFrom, first of April",
        "linkRemindFrom, 2021-01-01",
        "linkMaxSkips, -1",
        "linkReportOnly, perhaps",
        "primaryLogin, sometimes",
        "issuer, http://account.magento.com",
        "issuer, not a URL",
        "clientAuthMethod, none",
        "signatureAlgorithms, HS256",
        "upstreamTimeoutMillis, 0",
        "linkMaxSkip, 3",
        "linkEnforceForm, 2030-01-01"
    })
    void rejectsInvalidSettingByName(String key, String value) {
        // given
        Map<String, String> before = stage.broker().admin().providerConfig(Broker.PROVIDER);

        // when
        Answer answer = stage.broker().admin().tryToConfigureProvider(Broker.PROVIDER, Map.of(key, value));

        // then
        assertThat(answer.expecting(400).json().get("errorMessage").asText()).contains(key);
        assertThat(stage.broker().admin().providerConfig(Broker.PROVIDER)).isEqualTo(before);
    }

    @Test
    void logsReportOnlyModeAndAnnouncesNoEnforcement() {
        // given
        int logged = stage.broker().log().end();

        // when
        stage.policy(Policy.DUE.with("linkReportOnly", "true"));

        // then
        String reports = "Realm " + Broker.REALM + " only reports";
        assertThat(stage.broker().log().sinceWith(logged, reports)).contains(reports);

        // and: the password goes on opening the account, so no page says otherwise
        PreviewPage preview = stage.visitor()
                .open(stage.broker().accountPage(), SignInPage::new)
                .enter(stage.account("Lee"), UserPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(stage.person("Lee"), PreviewPage::new);
        assertThat(preview.text()).contains("you can sign in with Magento.com").doesNotContain("no longer opens");
    }

    @Test
    void reportsDisabledProviderInLogAndOnSignInPage() {
        // given
        int logged = stage.broker().log().end();

        // when
        stage.broker().admin().enableProvider(Broker.PROVIDER, false);
        try {
            // then
            SignInPage page = stage.visitor().open(stage.broker().accountPage(), SignInPage::new);
            assertThat(page.text()).contains("Signing in with Magento.com is switched off at the moment.");
            String disabled = "Realm " + Broker.REALM + ": the identity provider magento is disabled";
            assertThat(stage.broker().log().sinceWith(logged, disabled)).contains(disabled);
        } finally {
            stage.broker().admin().enableProvider(Broker.PROVIDER, true);
        }
        assertThat(stage.visitor()
                        .open(stage.broker().accountPage(), SignInPage::new)
                        .text())
                .doesNotContain("switched off");
    }

    @Test
    void showsPolicyFirstInAdminConsoleAndNamesLabelInError() {
        // given
        String form = "/admin/master/console/#/" + Broker.REALM + "/identity-providers/magento/magento/settings";
        Visitor administrator = stage.visitor();
        administrator.open(stage.broker().url(form), AnyPage::new);

        // when
        ConsoleProviderPage page = ConsoleProviderPage.signIn(administrator.firstTab(), "admin", "admin");

        // then: the policy comes before the connection, and nothing is there twice
        List<String> labels = page.labels();
        assertThat(labels.indexOf("Policy: Report only")).isBetween(0, labels.indexOf("Connection: Issuer") - 1);
        assertThat(labels.stream().filter(label -> label.endsWith("Scopes"))).hasSize(1);
        assertThat(labels.stream().filter(label -> label.contains("prompt=none")))
                .hasSize(1);
        assertThat(labels).contains("Trust Email", "Policy: Trust verified email (risk)");
        assertThat(page.help("Policy: Trust verified email (risk)")).contains("Trust Email", "/magento/operate");
        String date = labels.stream()
                .filter(label -> label.startsWith("Policy: Enforce from"))
                .findFirst()
                .orElseThrow();
        assertThat(date).contains("2020-04-01T00:00:00Z", "UTC");

        // and: what is wrong is named as it is called there
        assertThat(page.save(date, "the first of April")).contains(date);
    }

    @Test
    void refusesSettingsOfKeycloakThatDoNothingHere() {
        // given
        ObjectNode provider =
                (ObjectNode) stage.broker().admin().get("/identity-provider/instances/" + Broker.PROVIDER);
        String path = "/" + Broker.REALM + "/identity-provider/instances/" + Broker.PROVIDER;

        // when
        Answer trustEmail = stage.broker()
                .server()
                .send("PUT", path, Admin.json(provider.deepCopy().put("trustEmail", true)));
        Answer essentialClaim =
                stage.broker().admin().tryToConfigureProvider(Broker.PROVIDER, Map.of("filteredByClaim", "true"));

        // then
        assertThat(trustEmail.expecting(400).json().get("errorMessage").asText())
                .contains("Trust Email", "Policy: Trust verified email (risk)");
        assertThat(essentialClaim.expecting(400).json().get("errorMessage").asText())
                .contains("Verify essential claim");
    }

    @Test
    void rejectsSecondProviderOfSameType() {
        // when
        Answer answer = stage.broker()
                .admin()
                .tryToCreateProvider(Map.of(
                        "alias",
                        "second",
                        "providerId",
                        "magento",
                        "enabled",
                        true,
                        "config",
                        Map.of(
                                "issuer", stage.magento().issuer(),
                                "clientId", stage.magento().client().id(),
                                "clientSecret", stage.magento().client().secret())));

        // then
        assertThat(answer.expecting(400).json().get("errorMessage").asText()).isNotBlank();
    }
}
