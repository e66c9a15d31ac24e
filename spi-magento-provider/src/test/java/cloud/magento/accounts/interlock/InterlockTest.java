package cloud.magento.accounts.interlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.doctor.TestRealm;
import cloud.magento.accounts.evaluation.RegisteredLinksFactory;
import cloud.magento.accounts.keycloak.TestAccount;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestRequest;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.ledger.LedgerJpaProviderFactory;
import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.policy.EnforcementConsent;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovals;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.upstream.KnownLinks;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.TestConfigs;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupProvider;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.jpa.JpaGroupProviderFactory;
import org.keycloak.representations.AccessToken;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class InterlockTest {
    private static final String PAST = "2020-04-01T00:00:00Z";
    private static final String AHEAD = "2990-01-01T00:00:00Z";
    private static final String LATER = "2991-01-01T00:00:00Z";
    private static final Map<String, String> ENFORCE = Map.of(LinkSettings.REPORT_ONLY, "false");

    private final TestKeycloak keycloak;
    private TestAccount admin;

    InterlockTest(TestDatabase database) {
        keycloak = TestRealm.on(database).keycloak();
        keycloak.provide(GroupProvider.class, new JpaGroupProviderFactory());
        keycloak.provide(KnownLinks.class, new RegisteredLinksFactory()::create);
        keycloak.register(InterlockListenerFactory::onEvent);
        new LedgerJpaProviderFactory().postInit(keycloak);
    }

    /** Two people who are not linked, and an administrator who came through the provider just now. */
    @BeforeEach
    void aRealmInUseThatOnlyReports() {
        save(Map.of(LinkSettings.REPORT_ONLY, "true"));
        keycloak.account("agnes");
        keycloak.account("boris");
        admin = keycloak.account("carol").linked("carol");
        grant(admin, "manage-identity-providers");
        seen(admin, "carol", Instant.now());
    }

    @Test
    void namesEverythingThatIsMissing() {
        forgetSignIns();
        keycloak.run(session -> admin.in(session).setEnabled(false));

        InterlockRefusal refusal = refused(() -> save(ENFORCE));

        assertThat(conditions(refusal))
                .containsExactly("no-recent-sign-in", "no-administrator", "stopped-not-acknowledged");
        assertThat(refusal.getResponse().getStatus()).isEqualTo(409);
        assertThat(body(refusal).stopped()).isEqualTo(2);
        assertThat(setting(LinkSettings.REPORT_ONLY)).isEqualTo("true");
    }

    @Test
    void wantsSignInOfTheLastDayByTheConnectionAsItIs() {
        forgetSignIns();
        seen(admin, "carol", Instant.now().minus(Duration.ofHours(25)));
        assertThat(missing(acknowledging(2))).containsExactly("no-recent-sign-in");

        seen(admin, "carol", Instant.now());
        assertThat(missing(with(acknowledging(2), "tokenUrl", "https://upstream.example/other")))
                .containsExactly("no-recent-sign-in");
        save(Map.of("tokenUrl", "https://upstream.example/other"));
        assertThat(missing(acknowledging(2))).containsExactly("no-recent-sign-in");

        seen(admin, "carol", Instant.now().plusSeconds(1));
        save(acknowledging(2));
    }

    @Test
    void wantsAnAdministratorWhoComesIn() {
        unlink(admin);
        assertThat(missing(acknowledging(3))).containsExactly("no-administrator");

        keycloak.account("dora").linked("dora").ofClient();
        grant(keycloak.account("erik").exempt(Instant.now().plus(Duration.ofHours(2))), "realm-admin");
        assertThat(missing(acknowledging(5))).containsExactly("no-administrator", "stopped-not-acknowledged");
        assertThat(missing(acknowledging(4))).containsExactly("no-administrator");

        grant(keycloak.account("fay").exempt(Instant.now().plus(Duration.ofDays(9))), "realm-admin");
        save(acknowledging(4));
    }

    @Test
    void countsAdministratorsByGroupsAndRolesThatContainTheRole() {
        unlink(admin);
        TestAccount gina = keycloak.account("gina").linked("gina");
        keycloak.run(session -> {
            RoleModel operators = session.realm().addRole("operators");
            operators.addCompositeRole(management(session).getRole("manage-identity-providers"));
            GroupModel staff = session.groups().createGroup(session.realm(), "Staff");
            staff.grantRole(operators);
            GroupModel night = session.groups().createGroup(session.realm(), "Night", staff);
            gina.in(session).joinGroup(night);
        });

        save(acknowledging(3));
    }

    @Test
    void wantsTheDoctorToFindNothingSevere() {
        action(false);
        assertThat(missing(acknowledging(2))).containsExactly("doctor-severe");

        action(true);
        save(acknowledging(2));
    }

    @Test
    void letsThroughWhereEverythingHoldsAndPutsItOnRecord() {
        assertThat(missing(ENFORCE)).containsExactly("stopped-not-acknowledged");
        assertThat(missing(acknowledging(1))).containsExactly("stopped-not-acknowledged");

        save(acknowledging(2));

        assertThat(setting(LinkSettings.REPORT_ONLY)).isEqualTo("false");
        assertThat(entries())
                .singleElement()
                .asString()
                .contains("\"stopped\":2", "\"step\":\"enforced\"")
                .doesNotContain("overridden");
    }

    @Test
    void keepsNothingThatWasSaidOfTheChangeAlone() {
        save(with(with(ENFORCE, EnforcementConsent.ACKNOWLEDGED, "2"), EnforcementConsent.OVERRIDE, "Ticket 1"));

        assertThat(setting(EnforcementConsent.ACKNOWLEDGED)).isNull();
        assertThat(setting(EnforcementConsent.OVERRIDE)).isNull();
    }

    @Test
    void recordsWhatWasOverriddenAndWhy() {
        forgetSignIns();

        save(with(ENFORCE, EnforcementConsent.OVERRIDE, "Ticket 4711"));

        assertThat(entries())
                .singleElement()
                .asString()
                .contains(
                        "\"reason\":\"overridden\"",
                        "\"overridden\":[\"no-recent-sign-in\",\"stopped-not-acknowledged\"]",
                        "\"why\":\"Ticket 4711\"",
                        "\"stopped\":2");
    }

    @Test
    void takesWhatIsSaidInTheAddressOfTheRequest() {
        keycloak.run(session -> {
            session.getContext()
                    .setHttpRequest(TestRequest.to("/admin/realms/x").asking(EnforcementConsent.ACKNOWLEDGED, "2"));
            update(session, ENFORCE);
        });

        assertThat(setting(LinkSettings.REPORT_ONLY)).isEqualTo("false");
    }

    @Test
    void asksForTheNumberThatHoldsAtTheCommit() {
        InterlockRefusal refusal = refused(() -> keycloak.run(session -> {
            update(session, acknowledging(2));
            keycloak.account("late");
        }));

        assertThat(conditions(refusal)).containsExactly("stopped-not-acknowledged");
        assertThat(body(refusal).stopped()).isEqualTo(3);
    }

    @Test
    void wantsNoNumberWhereTheDeadlineLiesAhead() {
        save(with(ENFORCE, LinkSettings.ENFORCE_FROM, AHEAD));

        assertThat(entries()).singleElement().asString().contains("\"stopped\":0");
        assertThat(missing(Map.of(LinkSettings.ENFORCE_FROM, PAST))).containsExactly("stopped-not-acknowledged");
        save(Map.of(LinkSettings.ENFORCE_FROM, PAST, EnforcementConsent.ACKNOWLEDGED, "2"));
        assertThat(entries()).hasSize(2).last().asString().contains("deadline-passed");
    }

    @Test
    void takesDateOfTheDayThatBeginsForOneThatHasCome() {
        save(with(ENFORCE, LinkSettings.ENFORCE_FROM, AHEAD));
        String soon = Instant.now().plus(Duration.ofHours(3)).toString();
        String staff = group("Staff", AHEAD, "agnes");

        assertThat(missing(Map.of(LinkSettings.ENFORCE_FROM, soon))).containsExactly("stopped-not-acknowledged");
        assertThat(conditions(refused(() -> date(staff, soon)))).containsExactly("stopped-not-acknowledged");
        save(Map.of(
                LinkSettings.ENFORCE_FROM,
                Instant.now().plus(Duration.ofDays(2)).toString()));
        save(Map.of(LinkSettings.ENFORCE_FROM, soon, EnforcementConsent.ACKNOWLEDGED, "2"));

        assertThat(entries()).hasSize(2).last().asString().contains("deadline-passed", "\"stopped\":2");
    }

    @Test
    void asksWhereLinkedPeopleCanComeByUpstreamAlone() {
        save(with(with(ENFORCE, LinkSettings.ENFORCE_FROM, AHEAD), LinkSettings.PRIMARY_LOGIN, "preferred"));
        forgetSignIns();
        Map<String, String> required = Map.of(LinkSettings.PRIMARY_LOGIN, "required");

        assertThat(missing(required)).containsExactly("no-recent-sign-in");
        seen(admin, "carol", Instant.now());
        save(required);

        assertThat(entries()).hasSize(2).last().asString().contains("local-login-closed", "\"stopped\":0");
    }

    @Test
    void wantsTheLevelReachedByWhoAsksEverybodyForIt() {
        Map<String, String> stronger = with(Map.of("upstreamLevels", "2=second-factor"), "requiredLevel", "2");
        save(acknowledging(2));
        signedIn(admin, "1");
        assertThat(conditions(refused(() -> save(admin, stronger)))).containsExactly("level-not-reached");
        assertThat(setting("requiredLevel")).isNull();

        signedIn(admin, "2");
        save(admin, stronger);

        assertThat(entries()).hasSize(2).last().asString().contains("level-raised");
        save(admin, Map.of("requiredLevel", ""));
        assertThat(entries()).hasSize(2);
    }

    @Test
    void leavesAloneWhatStopsNobodyMore() {
        save(acknowledging(2));
        forgetSignIns();
        keycloak.run(session -> admin.in(session).setEnabled(false));

        save(Map.of());
        save(Map.of(LinkSettings.ENFORCE_FROM, "2019-01-01"));
        save(Map.of(LinkSettings.ENFORCE_FROM, AHEAD));
        save(Map.of(LinkSettings.REMIND_FROM, PAST));
        save(Map.of(LinkSettings.REPORT_ONLY, "true"));

        assertThat(entries()).hasSize(1);
    }

    @Test
    void countsWhoMayPutOffNoMoreReminders() {
        save(with(with(ENFORCE, LinkSettings.ENFORCE_FROM, AHEAD), LinkSettings.REMIND_FROM, PAST));

        assertThat(missing(Map.of(LinkSettings.MAX_SKIPS, "0"))).containsExactly("stopped-not-acknowledged");
        save(Map.of(LinkSettings.MAX_SKIPS, "5"));
    }

    @Test
    void holdsForProviderThatIsMadeInRealmInUse() {
        keycloak.run(session -> session.identityProviders().remove("magento"));

        assertThat(conditions(refused(() -> create(ENFORCE)))).containsExactly("stopped-not-acknowledged");
        create(Map.of());
        assertThat(setting(LinkSettings.REPORT_ONLY)).isEqualTo("true");
    }

    @Test
    void holdsForProviderThatIsMadeAnewInOneTransaction() {
        InterlockRefusal refusal = refused(() -> keycloak.run(session -> {
            session.identityProviders().remove("magento");
            MagentoIdentityProviderConfig anew = config(ENFORCE);
            anew.validate(session.realm());
            session.identityProviders().create(anew);
        }));

        assertThat(conditions(refusal)).contains("stopped-not-acknowledged");
    }

    @Test
    void holdsWhereTheProviderGetsAnotherAlias() {
        InterlockRefusal refusal = refused(() -> keycloak.run(session -> {
            IdentityProviderModel renamed = session.identityProviders().getByAlias("magento");
            renamed.setAlias("renamed");
            renamed.getConfig().put(LinkSettings.REPORT_ONLY, "false");
            session.identityProviders().update(renamed);
        }));

        assertThat(conditions(refusal)).contains("stopped-not-acknowledged");
    }

    @Test
    void holdsForRealmThatIsImportedOverAnother() {
        String name = keycloak.ask(session -> session.realm().getName());

        InterlockRefusal refusal = refused(() -> keycloak.run(session -> {
            session.realms().removeRealm(keycloak.realmId());
            RealmModel anew = session.realms().createRealm(UUID.randomUUID().toString(), name);
            RealmModel master = session.realms().getRealmByName(Config.getAdminRealm());
            anew.setMasterAdminClient(master.addClient(anew.getId() + "-realm"));
            management(session, anew).addRole("realm-admin");
            imported(session, anew);
        }));

        assertThat(conditions(refusal)).contains("no-recent-sign-in", "no-administrator");
    }

    @Test
    void leavesAloneRealmThatIsMadeEnforced() {
        String id = UUID.randomUUID().toString();

        keycloak.run(session -> imported(session, session.realms().createRealm(id, "new-" + id)));

        keycloak.run(session -> assertThat(session.realms().getRealm(id)).isNotNull());
    }

    @Test
    void leavesAloneRealmThatHasNobodyYet() {
        String id = UUID.randomUUID().toString();
        keycloak.run(session -> session.realms().createRealm(id, "empty-" + id));

        keycloak.run(session -> imported(session, session.realms().getRealm(id)));
    }

    @Test
    void holdsForDatesOfCohorts() {
        save(with(ENFORCE, LinkSettings.ENFORCE_FROM, AHEAD));
        String staff = group("Staff", AHEAD, "agnes");

        assertThat(conditions(refused(() -> date(staff, PAST)))).containsExactly("stopped-not-acknowledged");
        keycloak.run(session -> {
            session.getContext()
                    .setHttpRequest(TestRequest.to("/admin/realms/x").asking(EnforcementConsent.ACKNOWLEDGED, "1"));
            session.groups().getGroupById(session.realm(), staff).setAttribute(CohortDate.ATTRIBUTE, List.of(PAST));
        });

        assertThat(entries()).hasSize(2).last().asString().contains("stops-more", "\"stopped\":1");
    }

    @Test
    void leavesAloneGroupWithoutAnybodyToStop() {
        save(with(ENFORCE, LinkSettings.ENFORCE_FROM, AHEAD));

        group("Pilot", PAST, "carol");

        assertThat(entries()).hasSize(1);
    }

    @Test
    void holdsWhereALaterDateEnds() {
        save(with(ENFORCE, LinkSettings.ENFORCE_FROM, AHEAD));
        String staff = group("Staff", LATER, "agnes");
        keycloak.run(session -> new CohortApprovals(session, session.realm())
                .approve(new CohortApproval(staff, Instant.parse(LATER), "Ticket 2", null, Instant.EPOCH)));
        save(Map.of(LinkSettings.ENFORCE_FROM, PAST, EnforcementConsent.ACKNOWLEDGED, "1"));

        for (Consumer<TestSession> door : List.<Consumer<TestSession>>of(
                session -> new CohortApprovals(session, session.realm()).withdraw(staff),
                session -> session.groups().getGroupById(session.realm(), staff).removeAttribute(CohortDate.ATTRIBUTE),
                session -> session.groups()
                        .getGroupById(session.realm(), staff)
                        .setSingleAttribute(CohortDate.ATTRIBUTE, PAST))) {
            assertThat(conditions(refused(() -> keycloak.run(door)))).containsExactly("stopped-not-acknowledged");
        }
        keycloak.run(session -> session.groups()
                .getGroupById(session.realm(), staff)
                .setAttribute(CohortDate.ATTRIBUTE, List.of("2990-12-01")));
    }

    @Test
    void holdsWhereAGroupIsMovedOutOfOneWithALaterDate() {
        save(with(ENFORCE, LinkSettings.ENFORCE_FROM, AHEAD));
        String staff = group("Staff", LATER, "agnes");
        String night = keycloak.ask(session -> {
            GroupModel group = session.groups()
                    .createGroup(session.realm(), "Night", session.groups().getGroupById(session.realm(), staff));
            session.users().getUserByUsername(session.realm(), "boris").joinGroup(group);
            return group.getId();
        });
        keycloak.run(session -> new CohortApprovals(session, session.realm())
                .approve(new CohortApproval(staff, Instant.parse(LATER), "Ticket 2", null, Instant.EPOCH)));
        save(Map.of(LinkSettings.ENFORCE_FROM, PAST));

        assertThat(conditions(refused(() -> keycloak.run(session ->
                        session.groups().getGroupById(session.realm(), night).setParent(null)))))
                .containsExactly("stopped-not-acknowledged");
    }

    @Test
    void countsWithoutThoseWhomTheChangeItselfExempts() {
        keycloak.run(session -> {
            new Exemptions(session, session.realm())
                    .grant(
                            session.users().getUserByUsername(session.realm(), "agnes"),
                            new Exemption("", Instant.parse(AHEAD), "Ticket 3", "an-administrator", Instant.EPOCH));
            update(session, acknowledging(1));
        });

        assertThat(entries()).singleElement().asString().contains("\"stopped\":1");
    }

    @Test
    void rehearsesAChangeAndDoesNoneOfIt() {
        InterlockRefusal refusal = refused(() -> keycloak.run(session ->
                new Interlock(session, session.realm()).rehearse(own -> update((TestSession) own, ENFORCE))));

        assertThat(conditions(refusal)).containsExactly("stopped-not-acknowledged");
        keycloak.run(session ->
                new Interlock(session, session.realm()).rehearse(own -> update((TestSession) own, acknowledging(2))));
        assertThat(setting(LinkSettings.REPORT_ONLY)).isEqualTo("true");
        assertThat(entries()).isEmpty();
    }

    @Test
    void passesFewerThanWereAcknowledgedOfWhatWasRehearsedAsAWhole() {
        assertThat(missing(acknowledging(3))).containsExactly("stopped-not-acknowledged");

        assertThat(conditions(refused(() -> keycloak.run(session -> {
                    Interlock.rehearsed(session);
                    update(session, acknowledging(1));
                }))))
                .containsExactly("stopped-not-acknowledged");
        keycloak.run(session -> {
            Interlock.rehearsed(session);
            update(session, acknowledging(3));
        });

        assertThat(setting(LinkSettings.REPORT_ONLY)).isEqualTo("false");
    }

    @Test
    void tellsAheadWhatWouldBeMissingAndWhatComes() {
        Outlook reporting = outlook();
        assertThat(reporting.enforced()).isFalse();
        assertThat(reporting.stopped()).isEqualTo(2);
        assertThat(reporting.conditions()).isEmpty();
        assertThat(reporting.next()).isNull();

        forgetSignIns();
        save(Map.of(LinkSettings.ENFORCE_FROM, AHEAD));
        Outlook ahead = outlook();
        assertThat(ahead.stopped()).isZero();
        assertThat(ahead.conditions()).extracting(Missing::condition).containsExactly("no-recent-sign-in");
        assertThat(ahead.next()).isEqualTo(new Outlook.Next(Instant.parse(AHEAD), 2));
    }

    private void action(boolean enabled) {
        keycloak.run(session -> {
            RequiredActionProviderModel action = session.realm().getRequiredActionProviderByAlias("magento-link");
            action.setEnabled(enabled);
            session.realm().updateRequiredActionProvider(action);
        });
    }

    private Outlook outlook() {
        return keycloak.ask(
                session -> new Interlock(session, session.realm()).outlook().orElseThrow());
    }

    private List<String> missing(Map<String, String> settings) {
        return conditions(refused(() -> save(settings)));
    }

    private static InterlockRefusal refused(Runnable change) {
        InterlockRefusal refusal = catchThrowableOfType(InterlockRefusal.class, change::run);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static InterlockRefusal.Body body(InterlockRefusal refusal) {
        return (InterlockRefusal.Body) refusal.getResponse().getEntity();
    }

    private static List<String> conditions(InterlockRefusal refusal) {
        return body(refusal).conditions().stream().map(Missing::condition).toList();
    }

    private static Map<String, String> acknowledging(int stopped) {
        return with(ENFORCE, EnforcementConsent.ACKNOWLEDGED, Integer.toString(stopped));
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(key, value);
        return more;
    }

    private void save(Map<String, String> settings) {
        keycloak.run(session -> update(session, settings));
    }

    /** As somebody of this realm. */
    private void save(TestAccount by, Map<String, String> settings) {
        keycloak.run(session -> {
            AccessToken token = new AccessToken();
            token.issuer("https://accounts.example/realms/" + session.realm().getName());
            token.subject(by.in(session).getId());
            session.getContext().setBearerToken(token);
            update(session, settings);
        });
    }

    private void signedIn(TestAccount account, String level) {
        keycloak.run(session -> keycloak.userSessions()
                .add(TestUserSession.of(session.realm(), account.in(session)).with("magento.session.level", level)));
    }

    private static void update(TestSession session, Map<String, String> settings) {
        MagentoIdentityProviderConfig saved =
                new MagentoIdentityProviderConfig(session.identityProviders().getByAlias("magento"));
        saved.getConfig().putAll(settings);
        saved.validate(session.realm());
        session.identityProviders().update(saved);
    }

    private void create(Map<String, String> settings) {
        keycloak.run(session -> {
            MagentoIdentityProviderConfig config = config(settings);
            config.validate(session.realm());
            session.identityProviders().create(config);
            // Keycloak's own API tells of a new provider by an event of its administration; here a change does.
            session.identityProviders().update(session.identityProviders().getByAlias("magento"));
        });
    }

    private static MagentoIdentityProviderConfig config(Map<String, String> settings) {
        MagentoIdentityProviderConfig config = TestConfigs.good();
        config.getConfig().putAll(settings);
        return config;
    }

    /** As an import does it: the provider, then the end of the realm's making. */
    private void imported(TestSession session, RealmModel realm) {
        session.getContext().setRealm(realm);
        MagentoIdentityProviderConfig enforced = config(ENFORCE);
        enforced.validate(realm);
        session.identityProviders().create(enforced);
    }

    private @Nullable String setting(String key) {
        return keycloak.<Optional<String>>ask(session -> Optional.ofNullable(session.identityProviders()
                        .getByAlias("magento")
                        .getConfig()
                        .get(key)))
                .orElse(null);
    }

    private String group(String name, String deadline, String member) {
        return keycloak.ask(session -> {
            GroupModel group = session.groups().createGroup(session.realm(), name);
            group.setAttribute(CohortDate.ATTRIBUTE, List.of(deadline));
            session.users().getUserByUsername(session.realm(), member).joinGroup(group);
            return group.getId();
        });
    }

    private void date(String group, String deadline) {
        keycloak.run(session -> session.groups()
                .getGroupById(session.realm(), group)
                .setAttribute(CohortDate.ATTRIBUTE, List.of(deadline)));
    }

    private void grant(TestAccount account, String role) {
        keycloak.run(session -> {
            ClientModel management = management(session);
            RoleModel granted = management.getRole(role);
            account.in(session).grantRole(granted == null ? management.addRole(role) : granted);
        });
    }

    private static ClientModel management(TestSession session) {
        return management(session, session.realm());
    }

    private static ClientModel management(TestSession session, RealmModel realm) {
        ClientModel client = session.clients().getClientByClientId(realm, "realm-management");
        return client == null ? session.clients().addClient(realm, "realm-management") : client;
    }

    private void unlink(TestAccount account) {
        keycloak.run(
                session -> session.users().removeFederatedIdentity(session.realm(), account.in(session), "magento"));
    }

    private void seen(TestAccount account, String subject, Instant at) {
        forgetSignIns();
        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into MAGENTO_LINK (ID, REALM_ID, ALIAS, ISSUER, SUBJECT, IDENTITY_KEY,"
                        + " USER_ID, LINKED_AT, PROOF, LAST_SEEN) values (:id, :realm, 'magento', :issuer, :subject,"
                        + " :key, :userId, 1, 'password', :at)")
                .setParameter("id", UUID.randomUUID().toString())
                .setParameter("realm", keycloak.realmId())
                .setParameter("issuer", TestTokens.ISSUER)
                .setParameter("subject", subject)
                .setParameter("key", TestAccount.identity(subject).key())
                .setParameter("userId", account.id())
                .setParameter("at", at.toEpochMilli())
                .executeUpdate());
    }

    private void forgetSignIns() {
        keycloak.run(session -> session.entities()
                .createNativeQuery("delete from MAGENTO_LINK where REALM_ID = :realm")
                .setParameter("realm", keycloak.realmId())
                .executeUpdate());
    }

    private List<String> entries() {
        return keycloak.ask(session -> session.entities()
                .createNativeQuery(
                        "select ENTRY from MAGENTO_LEDGER where REALM_ID = :realm and TYPE = 'enforcement-confirmed'"
                                + " order by SEQ",
                        String.class)
                .setParameter("realm", keycloak.realmId())
                .getResultList());
    }
}
