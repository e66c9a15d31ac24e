package cloud.magento.accounts.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.ledger.Checkpoints;
import cloud.magento.accounts.ledger.EnforcementEntries;
import cloud.magento.accounts.ledger.EnforcementEntries.Confirmed;
import cloud.magento.accounts.ledger.TestLogKeys;
import cloud.magento.accounts.ledger.logkey.LogKey;
import cloud.magento.accounts.login.authsession.CurrentSignInsFactory;
import cloud.magento.accounts.login.gate.BruteForceGateFactory;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.Profile;
import org.keycloak.common.profile.ProfileConfigResolver;
import org.keycloak.common.util.Time;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.sessions.AuthenticationSessionProvider;

/** The server, its node and its database. */
class ServerChecksTest {
    @AfterEach
    void asItWas() {
        Time.setOffset(0);
        Profile.defaults();
    }

    @Test
    void findsEachHookThatIsNotInForce() {
        TestRealm realm = TestRealm.with(keycloak -> {
            keycloak.provide(BruteForceProtector.class, new BruteForceGateFactory());
            keycloak.provide(AuthenticationSessionProvider.class, new CurrentSignInsFactory());
        });

        assertThat(realm.examine())
                .allSatisfy(finding -> {
                    assertThat(finding.check()).isEqualTo("gates");
                    assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
                })
                .extracting(Finding::subject)
                .containsExactly("required action", "token gate", "password gate", "SAML gate");

        TestRealm.withGates(realm.keycloak());
        assertThat(realm.examine()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsNodesThatDoNotSeeEachOther(TestDatabase database) {
        TestRealm realm = TestRealm.on(database);
        String cluster = UUID.randomUUID().toString();
        node(realm, cluster, "one", true, Time.currentTime());
        node(realm, cluster, "two", false, Time.currentTime());
        node(realm, cluster, "gone", true, Time.currentTime() - 300);
        node(realm, "of another", "three", true, Time.currentTime());
        assertThat(realm.findings("nodes")).isEmpty();

        realm.change(session -> session.entities()
                .createNativeQuery("update {h-schema}JGROUPS_PING set coord = true where name = 'two'")
                .executeUpdate());

        assertThat(realm.findings("nodes")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
            assertThat(finding.subject()).isEqualTo("cluster " + cluster);
            assertThat(finding.evidence()).contains("one, two").doesNotContain("gone");
        });

        realm.change(session -> session.entities()
                .createNativeQuery("delete from {h-schema}JGROUPS_PING")
                .executeUpdate());
        assertThat(realm.findings("nodes")).isEmpty();
    }

    @Test
    void findsServerWithoutLogKey() {
        TestRealm realm = TestRealm.setUp();
        assertThat(realm.findings("log-key")).isEmpty();

        TestLogKeys.withdraw(realm.keycloak());

        assertThat(realm.findings("log-key")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.evidence()).contains("realm's key");
            assertThat(finding.mend()).contains("--log-key-file");
        });
    }

    @Test
    void findsServerThatHasNotLedgersLogKey() {
        TestRealm realm = TestRealm.setUp();
        realm.change(session -> new EnforcementEntries(session)
                .append(session.realm(), () -> new Confirmed("earlier", 1, List.of(), null)));
        realm.change(session -> new Checkpoints(session, session.realm()).sign());
        assertThat(realm.findings("log-key")).isEmpty();

        LogKey other = LogKey.generate();
        TestLogKeys.provide(realm.keycloak(), other);
        assertThat(realm.findings("log-key"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).contains(other.kid()));

        TestLogKeys.withdraw(realm.keycloak());
        assertThat(realm.findings("log-key"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.consequence()).contains("signs no checkpoints"));
    }

    private static void node(TestRealm realm, String cluster, String name, boolean leads, long seenAt) {
        realm.change(session -> session.entities()
                .createNativeQuery("insert into {h-schema}JGROUPS_PING (address, name, cluster_name, ip, coord,"
                        + " last_update) values (?1, ?2, ?3, '192.0.2.1:7800', ?4, ?5)")
                .setParameter(1, UUID.randomUUID().toString())
                .setParameter(2, name)
                .setParameter(3, cluster)
                .setParameter(4, leads)
                .setParameter(5, seenAt)
                .executeUpdate());
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 60, SEVERE, ahead of", "POSTGRESQL, -10, WARNING, behind", "MARIADB, 60, SEVERE, ahead of"
    })
    void findsClockThatIsWrong(TestDatabase database, int offset, Severity severity, String where) {
        TestRealm realm = TestRealm.on(database);
        assertThat(realm.findings("clock")).isEmpty();

        Time.setOffset(offset);

        assertThat(realm.findings("clock")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.evidence()).contains(where);
        });
    }

    @Test
    void findsLegacyTokenExchangeWhereAssertionsCanBeHad() {
        TestRealm realm = TestRealm.setUp();
        Profile.configure(new LegacyExchange());
        assertThat(realm.examine()).isEmpty();

        realm.withClient("partner", client -> client.setProtocol("saml"));

        assertThat(realm.examine()).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("token-exchange");
            assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
        });

        Profile.defaults();
        assertThat(realm.examine()).isEmpty();
    }

    /** As of a server that was built with the feature. */
    private static final class LegacyExchange implements ProfileConfigResolver {
        @Override
        public Profile.ProfileName getProfileName() {
            return Profile.ProfileName.DEFAULT;
        }

        @Override
        public FeatureConfig getFeatureConfig(String feature) {
            return feature.equals(Profile.Feature.TOKEN_EXCHANGE.getVersionedKey())
                    ? FeatureConfig.ENABLED
                    : FeatureConfig.UNCONFIGURED;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "26.7.4, 26.7.5, true",
        "26.7.5, 26.7.5, false",
        "26.8.0, 26.7.5, false",
        "26.7.10, 26.8.0, true",
        "27.0.0, 26.8.1, false",
        "26.7.4.Final, 26.7.5, true",
        "26.10.0, 26.8.1, false"
    })
    void comparesVersionsByNumber(String version, String fixedIn, boolean isIn) {
        assertThat(new Vulnerability("CVE-1", fixedIn, "note", "always", "x").isIn(version))
                .isEqualTo(isIn);
    }

    @Test
    void knowsSeverityAndWayOfEachVulnerability() {
        assertThat(Vulnerability.known()).isNotEmpty().allSatisfy(known -> {
            assertThat(known.of()).isNotNull();
            assertThat(VersionCheck.WAYS).containsKey(known.way());
            assertThat(known.id()).matches("CVE-20\\d\\d-\\d{4,6}");
            assertThat(known.fixedIn()).matches("\\d+\\.\\d+\\.\\d+");
        });
        assertThat(Vulnerability.known().stream().map(Vulnerability::id)).doesNotHaveDuplicates();
        assertThat(Vulnerability.known().stream().map(Vulnerability::way).collect(Collectors.toSet()))
                .isEqualTo(VersionCheck.WAYS.keySet());
    }

    @Test
    void namesVulnerabilitiesOfWaysThatRealmHas() {
        TestRealm realm = TestRealm.setUp();
        assertThat(versions(realm, "26.8.1")).isEmpty();
        assertThat(versions(realm, "26.7.4")).singleElement().satisfies(found -> {
            assertThat(found.severity()).isEqualTo(Severity.NOTE);
            assertThat(found.evidence()).contains("CVE-2026-94000 (26.8.1)").doesNotContain("CVE-2026-88770");
            assertThat(found.mend()).contains("26.8.1");
        });

        realm.withClient("tv", TestRealm.deviceGrant())
                .change(session -> session.realm().setResetPasswordAllowed(true));

        assertThat(versions(realm, "26.7.4"))
                .singleElement()
                .satisfies(found -> assertThat(found.evidence()).contains("CVE-2026-88770 (26.7.5)"));
        assertThat(versions(realm, "26.7.1"))
                .extracting(Found::severity)
                .containsExactly(Severity.SEVERE, Severity.WARNING, Severity.NOTE);
    }

    private static List<Found> versions(TestRealm realm, String version) {
        return realm.keycloak()
                .ask(session -> new VersionCheck(version)
                        .look(TestRealm.examination(session))
                        .toList());
    }
}
