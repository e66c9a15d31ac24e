package cloud.magento.accounts.report;

import cloud.magento.accounts.evaluation.SkipCount;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.UserStorageUtil;

/** A realm with an account of every kind that the policy tells apart; each account's name says of which kind it is. */
final class TestKinds {
    static final Instant EARLY = Instant.parse("2019-01-01T00:00:00Z");
    static final Instant LATE = Instant.parse("2041-01-01T00:00:00Z");
    static final Instant EXEMPT_UNTIL = Instant.parse("2035-01-01T00:00:00Z");

    private static final List<String> EXEMPTIONS = List.of("", "-exempt", "-exempt-before");
    private static final List<String> SKIPS = List.of("", "1", "3", "many");

    private final TestKeycloak keycloak;
    private final Map<String, List<String>> cohorts = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();

    TestKinds(TestKeycloak keycloak) {
        this.keycloak = keycloak;
        TestAccounts accounts = new TestAccounts(keycloak);
        String early = accounts.group("early", null, EARLY.toString());
        String late = accounts.group("late", null, LATE.toString());
        accounts.approve(late, LATE);
        String below = accounts.group("below", late, null);
        String unapproved = accounts.group("unapproved", null, "2042-01-01");
        cohorts.put("", List.of());
        cohorts.put("-early", List.of(early));
        cohorts.put("-late", List.of(late));
        cohorts.put("-below", List.of(below));
        cohorts.put("-both", List.of(early, late, below));
        cohorts.put("-unapproved", List.of(unapproved));
        keycloak.run(this::make);
    }

    /** The names of all accounts, those that nobody counts too. */
    List<String> names() {
        return List.copyOf(names);
    }

    private void make(TestSession session) {
        for (String cohort : cohorts.keySet()) {
            for (String exemption : EXEMPTIONS) {
                for (String skips : SKIPS) {
                    account(session, "person", cohort, exemption, skips);
                }
                linked(session, account(session, "linked", cohort, exemption, ""));
            }
            account(session, "disabled", cohort, "", "").setEnabled(false);
            account(session, "client", cohort, "", "3").setServiceAccountClientLink("a-client");
        }
        for (String skips : List.of("1", "3", "many")) {
            UserModel imported = account(session, "imported", "", "", "");
            imported.setFederationLink("a-directory");
            beside(session, imported, skips);
            UserModel both = account(session, "imported-twice", "", "", "1");
            both.setFederationLink("a-directory");
            beside(session, both, skips);
            beside(session, account(session, "local", "", "", ""), skips);
        }
    }

    private UserModel account(TestSession session, String kind, String cohort, String exemption, String skips) {
        String name = kind + cohort + exemption + (skips.isEmpty() ? "" : "-skips-" + skips) + "-" + names.size();
        UserModel user =
                session.users().addUser(session.realm(), UUID.randomUUID().toString(), name, false, false);
        names.add(name);
        user.setEnabled(true);
        cohorts.getOrDefault(cohort, List.of())
                .forEach(group -> user.joinGroup(session.groups().getGroupById(session.realm(), group)));
        if (!skips.isEmpty()) {
            user.setSingleAttribute(SkipCount.ATTRIBUTE, skips);
        }
        @Nullable Instant until = exemption.isEmpty() ? null : exemption.equals("-exempt") ? EXEMPT_UNTIL : EARLY;
        if (until != null) {
            session.entities()
                    .createNativeQuery("insert into MAGENTO_EXEMPTION (ID, REALM_ID, USER_ID, UNTIL_AT, REASON,"
                            + " GRANTED_BY, GRANTED_AT) values (:id, :realm, :userId, :until, 'On leave', 'admin', 0)")
                    .setParameter("id", UUID.randomUUID().toString())
                    .setParameter("realm", keycloak.realmId())
                    .setParameter("userId", user.getId())
                    .setParameter("until", until.toEpochMilli())
                    .executeUpdate();
        }
        return user;
    }

    private static void linked(TestSession session, UserModel user) {
        session.users()
                .addFederatedIdentity(
                        session.realm(),
                        user,
                        new FederatedIdentityModel(TestAccounts.ALIAS, "Sub-" + user.getUsername(), "somebody"));
    }

    /** A skip count that is kept beside the account. */
    private static void beside(TestSession session, UserModel user, String skips) {
        UserStorageUtil.userFederatedStorage(session)
                .setSingleAttribute(session.realm(), user.getId(), SkipCount.ATTRIBUTE, skips);
    }
}
