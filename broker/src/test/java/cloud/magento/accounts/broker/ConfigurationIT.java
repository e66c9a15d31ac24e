package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
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
