package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.GuideCommands;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.KeycloakInUse;
import cloud.magento.accounts.broker.support.Mailbox;
import cloud.magento.accounts.broker.support.Operator;
import cloud.magento.accounts.broker.support.Operator.Credentials;
import cloud.magento.accounts.broker.support.TrialRealm;
import cloud.magento.accounts.broker.support.TrialRealm.Step;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide from its first page to its last, by the commands that it tells, in a realm of 3,000 people that was made on
 * Keycloak alone: whoever signs in, in whichever way, notices nothing until the policy is enforced, and then exactly
 * those are stopped who should be.
 */
class AdoptionTrialIT {
    private MagentoStandIn magento;
    private Mailbox mailbox;
    private KeycloakInUse keycloak;
    private TrialRealm trial;
    private Map<String, String> before;
    private GuideCommands guide;

    @TempDir
    Path folder;

    @BeforeEach
    void aRealmInUse() {
        magento = MagentoStandIn.start();
        mailbox = Mailbox.open();
        keycloak = KeycloakInUse.start();
        trial = TrialRealm.make(keycloak, magento, mailbox);
        before = trial.outcomes();
        Credentials credentials = Operator.register(keycloak.admin(), TrialRealm.NAME, "realm-admin");
        guide = new GuideCommands(
                folder,
                Map.of("KC_CLI_CLIENT_SECRET", credentials.secret(), "HOME", folder.toString()),
                Map.of(
                        "grace",
                        trial.exempted(),
                        "2027-06-30",
                        in(Duration.ofDays(300)),
                        "2027-04-01",
                        in(Duration.ofDays(120)),
                        "warehouse-scanner",
                        trial.application()));
        assertThat(guide.other(
                                "login",
                                "--server",
                                keycloak.url("").toString(),
                                "--realm",
                                TrialRealm.NAME,
                                "--client",
                                credentials.clientId())
                        .code())
                .isZero();
    }

    @AfterEach
    void noRealm() {
        trial.close();
        keycloak.close();
        mailbox.close();
        magento.close();
    }

    @Test
    void takesRealmInUseFromJarToEnforcementAndBack() throws IOException {
        assertThat(before.values()).as("kinds").hasSizeGreaterThanOrEqualTo(35);

        // the jar: nobody sees a difference
        keycloak.putJarsIn();
        assertNobodyNoticed();

        // set up, take over, give back, take over
        assertThat(guide.run("magento-links setup --dry-run").out()).contains("proposed  adoption magento");
        done("magento-links setup");
        assertNobodyNoticed();
        assertThat(guide.run("magento-links adopt magento --dry-run").out())
                .contains("Would take over the provider magento: " + links() + " would come into the registry")
                .contains("Left to you: ")
                .doesNotContain("In the way");
        takeOver();
        assertNobodyNoticed();
        done("magento-links adopt magento --undo --dry-run");
        done("magento-links adopt magento --undo");
        assertNobodyNoticed();
        takeOver();
        assertNobodyNoticed();
        assertThat(get("ledger/verify").has("fault")).isFalse();
        assertThat(get("ledger/verify").get("linksOutOfStep").asInt()).isEqualTo(3);

        // see ahead
        assertThat(guide.run("magento-links doctor").out()).contains(" severe, ");
        assertThat(done("magento-links preview --at 2027-04-01")).contains("In          " + trial.application());
        done("magento-links preview --at 2027-04-01 --application warehouse-scanner --out stopped.csv");
        assertThat(Files.readString(folder.resolve("stopped.csv"))).contains(trial.exempted());
        assertThat(done("magento-links forecast")).contains("Now  ");

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
        assertThat(done("magento-links exempt --username grace --until 2027-06-30 --reason"
                        + " \"Ticket 4711: recovers the Magento.com account\""))
                .startsWith(trial.exempted() + " is exempt until ");
        assertOutcomes(Step.EXEMPTED);

        // enforced
        policy(Map.of("linkEnforceFrom", in(Duration.ofDays(-1)), "primaryLogin", "required"));
        assertOutcomes(Step.ENFORCED);

        // the way back
        policy(Map.of("linkReportOnly", "true"));
        assertOutcomes(Step.REPORTED);
        done("magento-links unexempt --username grace");
        Files.writeString(
                folder.resolve("people.csv"),
                "action,username,until,reason\nexempt," + trial.exempted() + ",2999-01-01T00:00:00Z,On leave\n");
        assertThat(done("magento-links import people.csv --dry-run --result answers.ndjson"))
                .contains("1 row: 1 exempted.");

        // uninstalled, as the guide says: whoever has a password gets in as before
        trial.uninstall();
        keycloak.takeJarsOut();
        assertOutcomes(Step.WITHOUT_JAR);
        trial.changeLinksMeanwhile();

        // and back
        keycloak.putJarsIn();
        done("magento-links setup");
        assertThat(guide.run("magento-links reconcile --dry-run").out()).contains("Would mend: 1 link only in the");
        assertThat(guide.run("magento-links reconcile").out())
                .contains("Mended: 1 link only in the registry (notInKeycloak)");
        assertOutcomes(Step.BACK);
        call("DELETE", "setup/adoption?alias=magento").expecting(409);
        assertThat(get("ledger/verify").has("fault")).isFalse();

        // and the bundle, as where the realm moves
        done("magento-links bundle export --out bundle.ndjson");
        done("magento-links bundle import bundle.ndjson --dry-run");
        assertThat(done("magento-links bundle import bundle.ndjson")).contains(": own\n");
        assertThat(mailbox.all()).isEmpty();

        // and invited, which is the one thing here that mails anybody
        Files.writeString(folder.resolve("people.csv"), "username\n" + trial.exempted() + "\n");
        done("magento-links invite people.csv --call spring-2027 --dry-run");
        assertThat(mailbox.all()).isEmpty();
        done("magento-links invite people.csv --call spring-2027");
        assertThat(done("magento-links invitations --call spring-2027")).contains("1 sent.");
        assertThat(mailbox.all()).hasSize(1);
        assertThat(done("magento-links campaign start --days 30,7,1 --dry-run")).contains("Would write to ");
        assertThat(done("magento-links campaign mail")).contains("Subject: Connect your account to Magento.com");
        assertThat(done("magento-links campaign start --days 30,7,1 --per-minute 300"))
                .contains("Started: campaign ");
        assertThat(done("magento-links campaign list")).contains(" sent, ");
        assertThat(guide.left()).as("told by the guide and not run here").isEmpty();
    }

    private void takeOver() {
        Ran ran = guide.run("magento-links adopt magento");
        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        assertThat(ran.out())
                .contains("Took over the provider magento: " + links()
                        + " came into the registry, 0 were there, 3 stay out.");
    }

    private String links() {
        return String.format(Locale.ROOT, "%,d links", trial.certainLinks());
    }

    /** What the command says, which leaves nothing to the operator. */
    private String done(String command) {
        Ran ran = guide.run(command);
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        return ran.out();
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
}
