package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.KeycloakInUse;
import cloud.magento.accounts.broker.support.Mailbox;
import cloud.magento.accounts.broker.support.TrialRealm;
import cloud.magento.accounts.broker.support.TrialRealm.Step;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The guide from its first page to its last, in a realm of 3,000 people that was made on Keycloak alone: whoever signs
 * in, in whichever way, notices nothing until the policy is enforced, and then exactly those are stopped who should be.
 */
class AdoptionTrialIT {
    private MagentoStandIn magento;
    private Mailbox mailbox;
    private KeycloakInUse keycloak;
    private TrialRealm trial;
    private Map<String, String> before;

    @BeforeEach
    void aRealmInUse() {
        magento = MagentoStandIn.start();
        mailbox = Mailbox.open();
        keycloak = KeycloakInUse.start();
        trial = TrialRealm.make(keycloak, magento, mailbox);
        before = trial.outcomes();
    }

    @AfterEach
    void noRealm() {
        trial.close();
        keycloak.close();
        mailbox.close();
        magento.close();
    }

    @Test
    void takesRealmInUseFromJarToEnforcementAndBack() {
        assertThat(before.values()).as("kinds").hasSizeGreaterThanOrEqualTo(35);

        // the jar: nobody sees a difference
        keycloak.putJarsIn();
        assertNobodyNoticed();

        // set up, take over, give back, take over
        call("POST", "setup").expecting(200);
        assertNobodyNoticed();
        JsonNode plan = call("POST", "setup/adoption?alias=magento&dryRun=true")
                .expecting(200)
                .json();
        assertThat(plan.get("blockers")).isEmpty();
        takeOver();
        assertNobodyNoticed();
        call("DELETE", "setup/adoption?alias=magento").expecting(200);
        assertNobodyNoticed();
        takeOver();
        assertNobodyNoticed();
        assertThat(get("ledger/verify").has("fault")).isFalse();
        assertThat(get("ledger/verify").get("linksOutOfStep").asInt()).isEqualTo(3);

        // remind: people see a page in the browser and can go on, programs see nothing
        policy(Map.of(
                "linkEnforceFrom",
                in(Duration.ofDays(30)),
                "linkRemindFrom",
                in(Duration.ofDays(-1)),
                "primaryLogin",
                "preferred",
                "linkReportOnly",
                "false"));
        assertOutcomes(Step.REMIND);

        // a cohort whose deadline has come, and an exemption in it
        trial.cohortIsDue();
        assertOutcomes(Step.COHORT_DUE);
        assertThat(lines(send(
                        "identities/import",
                        "text/csv",
                        "action,username,until,reason\nexempt," + trial.exempted() + ",2999-01-01T00:00:00Z,On leave")))
                .contains("\"exempted\"");
        assertOutcomes(Step.EXEMPTED);

        // enforced
        policy(Map.of("linkEnforceFrom", in(Duration.ofDays(-1)), "primaryLogin", "required"));
        assertOutcomes(Step.ENFORCED);

        // the way back
        policy(Map.of("linkReportOnly", "true"));
        assertOutcomes(Step.REPORTED);

        // uninstalled, as the guide says: whoever has a password gets in as before
        trial.uninstall();
        keycloak.takeJarsOut();
        assertOutcomes(Step.WITHOUT_JAR);
        trial.changeLinksMeanwhile();

        // and back
        keycloak.putJarsIn();
        call("POST", "setup").expecting(200);
        JsonNode mended = call("POST", "reconcile").expecting(200).json();
        assertThat(mended.at("/notInKeycloak/count").asInt()).isEqualTo(1);
        assertOutcomes(Step.BACK);
        call("DELETE", "setup/adoption?alias=magento").expecting(409);
        assertThat(get("ledger/verify").has("fault")).isFalse();
        assertThat(mailbox.all()).isEmpty();
    }

    private void takeOver() {
        JsonNode report =
                call("POST", "setup/adoption?alias=magento").expecting(200).json();
        assertThat(report.get("complete").asBoolean()).isTrue();
        assertThat(report.at("/links/adopted").asInt()).isEqualTo(trial.certainLinks());
        assertThat(report.at("/links/left").asInt()).isEqualTo(3);
    }

    private void assertNobodyNoticed() {
        assertThat(trial.outcomes()).isEqualTo(before);
        assertThat(mailbox.all()).isEmpty();
    }

    private void assertOutcomes(Step step) {
        Map<String, String> wanted = new TreeMap<>(before);
        trial.kinds().forEach(kind -> kind.at(step).ifPresent(outcome -> wanted.put(kind.name(), outcome)));
        assertThat(trial.outcomes()).as(step.name()).isEqualTo(wanted);
    }

    private void policy(Map<String, String> settings) {
        trial.admin().configureProvider("magento", settings);
    }

    private static String in(Duration time) {
        return Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private JsonNode get(String path) {
        return call("GET", path).expecting(200).json();
    }

    private Answer call(String method, String path) {
        return keycloak.admin().send(method, "/" + TrialRealm.NAME + "/magento/" + path, Admin.json(Map.of()));
    }

    private Answer send(String path, String type, String body) {
        return keycloak.admin()
                .send("POST", "/" + TrialRealm.NAME + "/magento/" + path, type, BodyPublishers.ofString(body));
    }

    private static String lines(Answer answer) {
        return answer.expecting(200).body();
    }
}
