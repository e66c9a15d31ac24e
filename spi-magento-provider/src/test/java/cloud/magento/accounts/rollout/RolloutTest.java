package cloud.magento.accounts.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.evaluation.RegisteredLinksFactory;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.registry.CohortApprovalChanged;
import cloud.magento.accounts.registry.CohortApprovals;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.ExemptionChanged;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.registry.GroupExemptions;
import cloud.magento.accounts.registry.GroupExemptions.Granted;
import cloud.magento.accounts.upstream.KnownLinks;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.jpa.JpaGroupProviderFactory;
import org.keycloak.util.JsonSerialization;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RolloutTest {
    private static final String ACTOR = "an-administrator";
    private static final String WHOLE = """
            {"settings": {"linkReportOnly": false, "linkEnforceFrom": "2990-01-01", "linkMaxSkips": 3},
             "cohorts": [{"group": "/Partners", "deadline": "2991-01-01", "reason": "Ticket 1"},
                         {"group": "/Staff", "deadline": "2989-01-01T00:00:00Z"}],
             "exemptions": [{"group": "/Board", "until": "2992-01-01T00:00:00Z", "reason": "Ticket 2"}]}
            """;

    private static final String BOARD = """
            {"exemptions": [{"group": "/Board", "until": "2992-01-01T00:00:00Z", "reason": "Ticket 2"}]}
            """;

    private final TestKeycloak keycloak;
    private final List<String> recorded = new ArrayList<>();
    private String board = "";

    RolloutTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
    }

    @BeforeEach
    void aRealm() {
        keycloak.provide(GroupProvider.class, new JpaGroupProviderFactory());
        keycloak.provide(KnownLinks.class, new RegisteredLinksFactory()::create);
        keycloak.withProvider("linkReportOnly", "true");
        board = group("Board", null);
        group("Partners", null);
        group("Staff", null);
    }

    @Test
    void makesWhatDocumentSaysAndNothingTheSecondTime() {
        TestAccount agnes = member("agnes", board);
        TestAccount boris = member("boris", group("Deputies", board));
        TestAccount carol = keycloak.account("carol");

        assertThat(put(WHOLE))
                .contains(
                        "setting linkReportOnly changed",
                        "setting linkEnforceFrom changed",
                        "setting linkMaxSkips changed",
                        "setting primaryLogin left",
                        "cohort /Partners added",
                        "cohort /Staff added",
                        "exemption /Board added");

        assertThat(setting("linkEnforceFrom")).isEqualTo("2990-01-01");
        assertThat(deadline("/Partners")).isEqualTo("2991-01-01");
        assertThat(approvals()).isEqualTo(1);
        assertThat(exemption(agnes)).map(Exemption::reason).contains("Ticket 2");
        assertThat(exemption(boris)).map(Exemption::grantedBy).contains(ACTOR);
        assertThat(exemption(carol)).isEmpty();
        assertThat(recorded).hasSize(5);
        int told = keycloak.published().size();

        assertThat(put(WHOLE)).allMatch(change -> change.endsWith(" unchanged") || change.endsWith(" left"));
        assertThat(put(document())).allMatch(change -> change.endsWith(" unchanged"));
        assertThat(keycloak.published()).hasSize(told);
        assertThat(recorded).hasSize(5);
    }

    @Test
    void dryRunTellsTheSameAndChangesNothing() {
        TestAccount agnes = member("agnes", board);

        List<String> told = plan(WHOLE);

        assertThat(exemption(agnes)).isEmpty();
        assertThat(setting("linkEnforceFrom")).isNull();
        assertThat(put(WHOLE)).isEqualTo(told);
    }

    @Test
    void followsWhoJoinsAndLeavesGroup() {
        TestAccount agnes = member("agnes", board);
        put(WHOLE);
        keycloak.run(session -> agnes.in(session).leaveGroup(session.groups().getGroupById(session.realm(), board)));
        TestAccount boris = member("boris", board);

        assertThat(put(WHOLE)).contains("exemption /Board changed");

        assertThat(exemption(agnes)).isEmpty();
        assertThat(exemption(boris)).isPresent();
        assertThat(put(WHOLE)).contains("exemption /Board unchanged");
    }

    @Test
    void leavesLongerExemptionOfOneAccount() {
        TestAccount agnes = member("agnes", board);
        TestAccount boris = member("boris", board);
        own(agnes, "2993-01-01T00:00:00Z");
        own(boris, "2991-01-01T00:00:00Z");

        put(WHOLE);

        assertThat(exemption(agnes)).map(Exemption::reason).contains("Own");
        assertThat(exemption(boris)).map(Exemption::reason).contains("Ticket 2");
        assertThat(put(WHOLE)).contains("exemption /Board unchanged");
    }

    @Test
    void accountInSeveralGroupsKeepsTheLongest() {
        TestAccount agnes = member("agnes", board);
        String staff = find("/Staff");
        keycloak.run(session -> agnes.in(session).joinGroup(session.groups().getGroupById(session.realm(), staff)));
        String both = """
                {"exemptions": [{"group": "/Staff", "until": "2993-01-01T00:00:00Z", "reason": "Longer"},
                                {"group": "/Board", "until": "2992-01-01T00:00:00Z", "reason": "Shorter"}]}
                """;

        put(both);

        assertThat(exemption(agnes)).map(Exemption::reason).contains("Longer");
        assertThat(put(both)).contains("exemption /Board unchanged", "exemption /Staff unchanged");
    }

    @Test
    void leavesWhatIsNotNamedUnlessToldToPrune() {
        TestAccount agnes = member("agnes", board);
        put(WHOLE);

        assertThat(put("{}")).contains("cohort /Partners left", "exemption /Board left", "setting linkMaxSkips left");
        assertThat(exemption(agnes)).isPresent();

        assertThat(put("{\"prune\": true}"))
                .contains("cohort /Partners removed", "cohort /Staff removed", "exemption /Board removed")
                .contains("setting linkMaxSkips left");
        assertThat(exemption(agnes)).isEmpty();
        assertThat(deadline("/Partners")).isNull();
        assertThat(approvals()).isZero();
        assertThat(plan("{\"prune\": true}")).noneMatch(change -> change.endsWith("removed"));
    }

    @Test
    void pruneLeavesExemptionOfOneAccount() {
        TestAccount agnes = member("agnes", board);
        own(agnes, "2991-01-01T00:00:00Z");

        put("{\"prune\": true}");

        assertThat(exemption(agnes)).isPresent();
    }

    @Test
    void grantsManyInTransactionsOfTheirOwn() {
        int many = RolloutExemptions.AT_ONCE + 5;
        IntStream.range(0, many).forEach(i -> member("member-" + i, board));

        put(WHOLE);

        assertThat(keycloak.published(ExemptionChanged.class)).hasSize(many);
        assertThat(put(WHOLE)).contains("exemption /Board unchanged");
    }

    @Test
    void endsNothingWherePolicyIsRefusedAfterManyWereExempted() {
        TestAccount agnes = member("agnes", board);
        put(BOARD);
        keycloak.run(session -> agnes.in(session).leaveGroup(session.groups().getGroupById(session.realm(), board)));
        IntStream.range(0, RolloutExemptions.AT_ONCE).forEach(i -> member("member-" + i, board));
        TestAccount boris = member("boris", board);
        recorded.clear();

        assertThatThrownBy(() -> put(WHOLE, own -> {
                    own.getTransactionManager().setRollbackOnly();
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(exemption(agnes)).isPresent();
        assertThat(exemption(boris)).isPresent();
        assertThat(setting("linkEnforceFrom")).isNull();
        assertThat(recorded).isEmpty();

        put(WHOLE);
        assertThat(exemption(agnes)).isEmpty();
        assertThat(setting("linkEnforceFrom")).isEqualTo("2990-01-01");
    }

    @Test
    void changesPolicyByItselfBetweenManyExemptionsAndWhatEnds() {
        TestAccount agnes = member("agnes", board);
        put(BOARD);
        keycloak.run(session -> agnes.in(session).leaveGroup(session.groups().getGroupById(session.realm(), board)));
        IntStream.range(0, RolloutExemptions.AT_ONCE).forEach(i -> member("member-" + i, board));
        recorded.clear();

        put(
                WHOLE,
                own -> assertThat(new GroupExemptions(own, own.getContext().getRealm())
                                .all()
                                .values())
                        .extracting(Granted::accounts)
                        .containsExactly(RolloutExemptions.AT_ONCE + 1L));

        assertThat(exemption(agnes)).isEmpty();
        assertThat(recorded).startsWith("settings magento").endsWith("exemption /Board");
    }

    @Test
    void whoMovesToGroupWithShorterExemptionIsExemptAtOnce() {
        TestAccount agnes = member("agnes", board);
        put(BOARD);
        String staff = find("/Staff");
        keycloak.run(session -> {
            agnes.in(session).leaveGroup(session.groups().getGroupById(session.realm(), board));
            agnes.in(session).joinGroup(session.groups().getGroupById(session.realm(), staff));
        });

        put("""
                {"exemptions": [{"group": "/Board", "until": "2992-01-01T00:00:00Z", "reason": "Ticket 2"},
                    {"group": "/Staff", "until": "2991-01-01T00:00:00Z", "reason": "Shorter"}]}""");

        assertThat(exemption(agnes)).map(Exemption::reason).contains("Shorter");
    }

    @Test
    void approvesLaterDateOnlyWithReason() {
        put("{\"settings\": {\"linkEnforceFrom\": \"2990-01-01\"}}");

        refused(
                "{\"cohorts\": [{\"group\": \"/Staff\", \"deadline\": \"2991-01-01\"}]}",
                "$.cohorts[0].reason: is missing.");

        put("{\"cohorts\": [{\"group\": \"/Staff\", \"deadline\": \"2991-01-01\", \"reason\": \"Agreed\"}]}");
        assertThat(put("{\"cohorts\": [{\"group\": \"/Staff\", \"deadline\": \"2991-01-01\"}]}"))
                .contains("cohort /Staff unchanged");
        assertThat(put("{\"cohorts\": [{\"group\": \"/Staff\", \"deadline\": \"2991-01-01\", \"reason\": \"Again\"}]}"))
                .contains("cohort /Staff changed");
        assertThat(keycloak.published(CohortApprovalChanged.class)).hasSize(2);
    }

    @Test
    void takesExemptionThatIsOverOnlyAsItWas() {
        String over =
                "{\"exemptions\": [{\"group\": \"/Board\", \"until\": \"2020-01-01T00:00:00Z\", \"reason\": \"Old\"}]}";
        TestAccount agnes = member("agnes", board);

        refused(over, "$.exemptions[0].until: The end of an exemption lies in the future.");

        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into MAGENTO_EXEMPTION (ID, REALM_ID, USER_ID, UNTIL_AT, REASON, GRANTED_BY,"
                        + " GRANTED_AT, GROUP_ID) values (:id, :realm, :id, :until, 'Old', 'x', 1, :group)")
                .setParameter("id", agnes.id())
                .setParameter("realm", keycloak.realmId())
                .setParameter("until", Instant.parse("2020-01-01T00:00:00Z").toEpochMilli())
                .setParameter("group", board)
                .executeUpdate());
        assertThat(put(over)).contains("exemption /Board unchanged");
        assertThat(put("{\"prune\": true}")).noneMatch(change -> change.startsWith("exemption"));
    }

    @Test
    void namesWhatIsWrongByItsPath() {
        refused("{\"setings\": {}}", "$.setings: there is no such member here");
        refused("{\"settings\": {\"linkEnforcFrom\": \"2990-01-01\"}}", "$.settings.linkEnforcFrom: the settings");
        refused("{\"settings\": {\"linkEnforceFrom\": \"soon\"}}", "$.settings.linkEnforceFrom: linkEnforceFrom must");
        refused("{\"settings\": {\"linkRemindFrom\": \"2999-01-01\"}}", "$.settings.linkRemindFrom: Reminders");
        refused("{\"cohorts\": {}}", "$.cohorts: must be a list.");
        refused("{\"cohorts\": [{\"group\": \"/None\", \"deadline\": \"2019-01-01\"}]}", "$.cohorts[0].group: this");
        refused("{\"cohorts\": [{\"group\": \"/Staff\", \"deadline\": \"soon\"}]}", "$.cohorts[0].deadline: a");
        refused("{\"cohorts\": [{\"group\": \"/Staff\"}]}", "$.cohorts[0].deadline: is missing.");
        refused(
                "{\"cohorts\": [{\"group\": \"/Staff\", \"deadline\": \"2019-01-01\"},"
                        + " {\"group\": \"/Staff\", \"deadline\": \"2018-01-01\"}]}",
                "$.cohorts[1].group: this group is named twice.");
        refused(
                "{\"exemptions\": [{\"group\": \"/Board\", \"until\": \"2992-01-01\", \"reason\": \"x\"}]}",
                "$.exemptions[0].until: an exemption ends");
        refused(
                "{\"exemptions\": [{\"group\": \"/Board\", \"until\": \"2992-01-01T00:00:00Z\", \"reason\": \" \"}]}",
                "$.exemptions[0].reason: A reason");
        refused("{\"prune\": \"yes\"}", "$.prune: must be true or false.");
    }

    private void refused(String document, String message) {
        assertThatThrownBy(() -> plan(document))
                .isInstanceOf(RolloutException.class)
                .hasMessageStartingWith(message);
    }

    private List<String> plan(String document) {
        return keycloak.ask(session -> told(Rollout.in(session, session.realm(), ACTOR)
                .orElseThrow()
                .plan(read(document))
                .changes()));
    }

    private List<String> put(String document) {
        return put(document, own -> {});
    }

    private List<String> put(String document, Consumer<KeycloakSession> inParts) {
        return keycloak.ask(session -> {
            Rollout.Plan plan =
                    Rollout.in(session, session.realm(), ACTOR).orElseThrow().plan(read(document));
            if (plan.isChange()) {
                plan.apply(new Recorder(), inParts);
            }
            return told(plan.changes());
        });
    }

    private String document() {
        return keycloak.ask(session -> {
            try {
                return JsonSerialization.writeValueAsString(Rollout.in(session, session.realm(), ACTOR)
                        .orElseThrow()
                        .document());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static List<String> told(List<RolloutChange> changes) {
        return changes.stream()
                .map(change -> change.kind() + " " + change.name() + " " + change.outcome())
                .toList();
    }

    private static Map<String, Object> read(String document) {
        try {
            return JsonSerialization.readValue(document, new TypeReference<Map<String, Object>>() {});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private @Nullable String setting(String key) {
        return keycloak.<Optional<String>>ask(session -> Optional.ofNullable(session.identityProviders()
                        .getByAlias("magento")
                        .getConfig()
                        .get(key)))
                .orElse(null);
    }

    private @Nullable String deadline(String path) {
        String id = find(path);
        return keycloak.<Optional<String>>ask(session -> Optional.ofNullable(
                        session.groups().getGroupById(session.realm(), id).getFirstAttribute(CohortDate.ATTRIBUTE)))
                .orElse(null);
    }

    private int approvals() {
        return keycloak.ask(
                session -> new CohortApprovals(session, session.realm()).all().size());
    }

    private Optional<Exemption> exemption(TestAccount account) {
        return keycloak.ask(session -> new Exemptions(session, session.realm()).of(account.in(session)));
    }

    private void own(TestAccount account, String until) {
        keycloak.run(session -> new Exemptions(session, session.realm())
                .grant(
                        account.in(session),
                        new Exemption(account.id(), Instant.parse(until), "Own", ACTOR, Instant.EPOCH)));
    }

    private String find(String path) {
        return keycloak.ask(session ->
                new RolloutGroups(session, session.realm()).named(path, "$").getId());
    }

    private String group(String name, @Nullable String parent) {
        return keycloak.ask(session -> {
            GroupModel above = parent == null ? null : session.groups().getGroupById(session.realm(), parent);
            return session.groups().createGroup(session.realm(), name, above).getId();
        });
    }

    private TestAccount member(String name, String group) {
        TestAccount account = keycloak.account(name);
        keycloak.run(session -> account.in(session).joinGroup(session.groups().getGroupById(session.realm(), group)));
        return account;
    }

    private final class Recorder implements RolloutLog {
        @Override
        public void settings(String alias, Object representation) {
            recorded.add("settings " + alias);
        }

        @Override
        public void group(String groupId, Object representation) {
            recorded.add("group " + groupId);
        }

        @Override
        public void cohort(String groupId, @Nullable RolloutChange change) {
            recorded.add("cohort " + groupId);
        }

        @Override
        public void exemption(RolloutChange change) {
            recorded.add("exemption " + change.name());
        }
    }
}
