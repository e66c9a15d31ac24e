package cloud.magento.accounts.setup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyWarningsTest {
    private static final String REPORTS = "Realm acme only reports";

    private final List<String> log = new ArrayList<>();
    private final PolicyWarnings warnings = new PolicyWarnings(log::add);

    @Test
    void saysWhatHoldsOnceUntilItChanges() {
        MagentoIdentityProviderConfig provider = provider("true");
        for (int save = 0; save < 15; save++) {
            say(provider);
        }

        assertThat(log).singleElement().asString().startsWith(REPORTS);

        say(provider("false"));
        say(provider("true"));

        assertThat(log).hasSize(2).allMatch(line -> line.startsWith(REPORTS));
    }

    @Test
    void saysOnlyWhatIsNew() {
        MagentoIdentityProviderConfig provider = provider("true");
        say(provider);
        provider.setEnabled(false);
        say(provider);

        assertThat(log).hasSize(2).last().asString().contains("the identity provider magento is disabled");
    }

    @Test
    void namesSettingThatNobodyReads() {
        MagentoIdentityProviderConfig provider = provider("false");
        provider.getConfig().put("linkEnforceForm", "2030-01-01");
        say(provider);

        assertThat(log)
                .containsExactly("Realm acme: of the identity provider magento a setting is stored that nobody reads."
                        + " linkEnforceForm is no setting of this provider. Did you mean linkEnforceFrom? Remove it");
    }

    @Test
    void takesPolicyThatCannotBeReadForOneThatStops() {
        say(provider("perhaps"));

        assertThat(log).isEmpty();
    }

    @Test
    void takesPolicyWithoutTheSettingForOneThatReports() {
        say(provider(" "));

        assertThat(log).hasSize(1);
    }

    private void say(MagentoIdentityProviderConfig provider) {
        warnings.say("id", PolicyWarnings.sentences("acme", provider));
    }

    private static MagentoIdentityProviderConfig provider(String reportOnly) {
        MagentoIdentityProviderConfig provider = new MagentoIdentityProviderConfig();
        provider.setAlias("magento");
        provider.setEnabled(true);
        provider.getConfig().put("linkReportOnly", reportOnly);
        return provider;
    }
}
