package cloud.magento.accounts.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;

class DoctorLogTest {
    private static final String REPORTS = "Realm acme only reports";

    private static final RealmModel REALM = Partial.of(Acme.class);

    private final List<String> log = new ArrayList<>();
    private final DoctorLog doctor = new DoctorLog(log::add);

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

    @Test
    void saysWhatIsSevereInOneLineWhenThatChanges() {
        Finding flow = severe("client-flow", "client shop\nERROR");
        Finding action = severe("required-action", "magento-link");
        Finding mail = new Finding("mail", Severity.WARNING, "realm", "evidence", "consequence", "mend", false);

        doctor.say(REALM, List.of(), List.of(mail));
        assertThat(log).isEmpty();

        doctor.say(REALM, List.of(), List.of(flow, action, mail));
        doctor.say(REALM, List.of(), List.of(action, flow));
        assertThat(log)
                .containsExactly("Realm acme: the doctor finds 2 severe: client-flow (client shop?ERROR),"
                        + " required-action (magento-link). GET doctor, or magento-links doctor, tells what comes of"
                        + " each");

        doctor.say(REALM, List.of(), List.of(action));
        doctor.say(REALM, List.of(), List.of());
        assertThat(log).hasSize(3).last().asString().isEqualTo("Realm acme: the doctor finds nothing severe any more");
    }

    @Test
    void countsWhatIsSevereBeyondTen() {
        doctor.say(
                REALM,
                List.of(),
                IntStream.range(0, 12)
                        .mapToObj(client -> severe("client-flow", "client " + client))
                        .toList());

        assertThat(log).singleElement().asString().contains("12 severe").contains(" and 2 more. ");
    }

    private void say(MagentoIdentityProviderConfig provider) {
        doctor.say(REALM, DoctorLog.sentences("acme", provider), List.of());
    }

    private static Finding severe(String check, String subject) {
        return new Finding(check, Severity.SEVERE, subject, "evidence", "consequence", "mend", false);
    }

    /** Has a name and an id. */
    abstract static class Acme implements RealmModel {
        @Override
        public String getId() {
            return "id";
        }

        @Override
        public String getName() {
            return "acme";
        }
    }

    private static MagentoIdentityProviderConfig provider(String reportOnly) {
        MagentoIdentityProviderConfig provider = new MagentoIdentityProviderConfig();
        provider.setAlias("magento");
        provider.setEnabled(true);
        provider.getConfig().put("linkReportOnly", reportOnly);
        return provider;
    }
}
