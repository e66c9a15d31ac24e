package cloud.magento.accounts.login.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.keycloak.Partial;
import cloud.magento.accounts.keycloak.TestClient;
import cloud.magento.accounts.keycloak.TestClientSession;
import cloud.magento.accounts.keycloak.TestCors;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestRequest;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.keycloak.TestUserSession;
import cloud.magento.accounts.login.gate.TokenGateTest.Issuing;
import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovals;
import cloud.magento.accounts.report.Reports;
import cloud.magento.accounts.report.StoppedFilter;
import cloud.magento.accounts.transaction.ManyRows;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.models.GroupModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * Ten thousand accounts of every kind come into nine applications while the realm only reports. Who will be stopped
 * where is told beforehand; then the policy is enforced and the clock moves over the deadline, and everybody comes
 * again.
 */
class PreviewAgainstGateTest {
    private static final int ACCOUNTS = 10_000;
    private static final int AT_ONCE = 100;
    private static final Instant START = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Instant DEADLINE = START.plus(Duration.ofDays(30));
    private static final Instant THEN = DEADLINE.plus(Duration.ofHours(1));
    private static final List<TestClient> APPLICATIONS = IntStream.rangeClosed(1, 9)
            .mapToObj(number -> TestClient.called("app-" + number))
            .toList();

    private final TestKeycloak keycloak =
            TestKeycloak.start().withProvider(LinkSettings.ENFORCE_FROM, DEADLINE.toString());
    private final Random random = new Random(10_000);
    private final List<Person> people = new ArrayList<>();

    /** An account, and how it comes into which application. */
    private record Person(String id, String name, boolean linked, List<Visit> visits) {}

    private record Visit(TestClient application, SignInWay way) {}

    @AfterEach
    void resetClock() {
        Time.setOffset(0);
    }

    @Test
    void tellsWhoWillBeStoppedInWhichApplication() {
        keycloak.run(this::populate);
        assertThat(everybodyComes())
                .as("nobody is stopped while the realm only reports")
                .isEmpty();
        TreeSet<String> previewed = previewed();

        enforce();
        Time.setOffset((int) Duration.between(Instant.now(), THEN).toSeconds() + 1);
        TreeSet<String> stopped = everybodyComes();

        assertThat(previewed).hasSizeGreaterThan(ACCOUNTS / 3).isEqualTo(stopped);
    }

    private TreeSet<String> previewed() {
        TreeSet<String> previewed = new TreeSet<>();
        keycloak.run(session -> {
            try {
                Reports.in(session, session.realm())
                        .orElseThrow()
                        .stoppedExport(StoppedFilter.at(THEN))
                        .items(item -> item.lines().stream()
                                .filter(line -> !line.get(5).isEmpty())
                                .forEach(line -> List.of(line.get(6).split(" "))
                                        .forEach(way ->
                                                previewed.add(line.get(1) + " in " + line.get(5) + " by " + way))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return previewed;
    }

    private void enforce() {
        keycloak.run(session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias("magento");
            provider.getConfig().put(LinkSettings.REPORT_ONLY, "false");
            session.identityProviders().update(provider);
        });
    }

    /** Each comes as ever, with a new session; returns who is refused a token. */
    private TreeSet<String> everybodyComes() {
        TreeSet<String> refused = new TreeSet<>();
        for (int from = 0; from < people.size(); from += AT_ONCE) {
            List<Person> some = people.subList(from, Math.min(from + AT_ONCE, people.size()));
            keycloak.run(session -> some.forEach(person -> comes(session, person, refused)));
        }
        return refused;
    }

    private static void comes(TestSession session, Person person, Set<String> refused) {
        @Nullable UserModel user = session.users().getUserById(session.realm(), person.id());
        for (Visit visit : person.visits()) {
            if (user != null && user.isEnabled() && !comes(session, user, person, visit)) {
                refused.add(person.name() + " in " + visit.application().getClientId() + " by "
                        + visit.way().id());
            }
        }
    }

    private static boolean comes(TestSession session, UserModel user, Person person, Visit visit) {
        TestUserSession userSession = TestUserSession.of(session.realm(), user);
        String grantType = "authorization_code";
        switch (visit.way()) {
            case UPSTREAM ->
                userSession
                        .with(Details.IDENTITY_PROVIDER, "magento")
                        .with(
                                UpstreamIdentity.NOTE,
                                new UpstreamIdentity(TestTokens.ISSUER, "Sub-" + person.name()).key());
            case OTHER_PROVIDER -> userSession.with(Details.IDENTITY_PROVIDER, "another");
            case GRANT -> grantType = "password";
            case LOCAL -> {}
        }
        TestClientSession clientSession = TestClientSession.of(visit.application(), userSession);
        session.put(Cors.class, Partial.of(TestCors.class));
        session.getContext()
                .setHttpRequest(TestRequest.to("/realms/r/protocol/openid-connect/token")
                        .with("grant_type", grantType));
        try {
            new TokenGate(session)
                    .process(new TokenPostProcessorContext(
                            null, null, null, null, Partial.of(Issuing.class, clientSession)));
            return true;
        } catch (CorsErrorResponseException e) {
            return false;
        }
    }

    private void populate(TestSession session) {
        for (TestClient application : APPLICATIONS) {
            session.clients().addClient(session.realm(), application.getId(), application.getClientId());
        }
        List<String> groups = List.of(
                group(session, "early", START.minus(Duration.ofDays(9))),
                group(session, "approved", DEADLINE.plus(Duration.ofDays(60))),
                group(session, "unapproved", DEADLINE.plus(Duration.ofDays(61))),
                group(session, "just-then", THEN));
        for (String approved : List.of(groups.get(1), groups.get(3))) {
            new CohortApprovals(session, session.realm())
                    .approve(new CohortApproval(
                            approved, DEADLINE.plus(Duration.ofDays(60)), "Agreed", null, Instant.EPOCH));
        }
        ManyRows users = new ManyRows(
                session.entities(),
                "USER_ENTITY",
                "ID",
                "USERNAME",
                "EMAIL_CONSTRAINT",
                "REALM_ID",
                "ENABLED",
                "EMAIL_VERIFIED",
                "NOT_BEFORE",
                "SERVICE_ACCOUNT_CLIENT_LINK",
                "FEDERATION_LINK");
        ManyRows links = new ManyRows(
                session.entities(),
                "FEDERATED_IDENTITY",
                "IDENTITY_PROVIDER",
                "REALM_ID",
                "FEDERATED_USER_ID",
                "USER_ID");
        ManyRows exemptions = new ManyRows(
                session.entities(),
                "MAGENTO_EXEMPTION",
                "ID",
                "REALM_ID",
                "USER_ID",
                "UNTIL_AT",
                "REASON",
                "GRANTED_BY",
                "GRANTED_AT");
        ManyRows members =
                new ManyRows(session.entities(), "USER_GROUP_MEMBERSHIP", "GROUP_ID", "USER_ID", "MEMBERSHIP_TYPE");
        String realm = session.realm().getId();
        for (int number = 0; number < ACCOUNTS; number++) {
            String id = realm.substring(0, 24) + String.format("%012d", number);
            String name = String.format("person-%05d", number);
            boolean client = random.nextInt(40) == 0;
            boolean linked = random.nextInt(2) == 0;
            users.add(
                    id,
                    name,
                    id,
                    realm,
                    random.nextInt(20) > 0,
                    false,
                    0,
                    client ? "a-client" : null,
                    random.nextInt(10) == 0 ? "a-directory" : null);
            if (linked) {
                links.add("magento", realm, "Sub-" + name, id);
            }
            if (random.nextInt(6) == 0) {
                Instant until = random.nextBoolean() ? THEN.plusSeconds(600) : random.nextBoolean() ? THEN : START;
                exemptions.add(id, realm, id, until.toEpochMilli(), "On leave", "admin", 0L);
            }
            for (String group : groups) {
                if (random.nextInt(8) == 0) {
                    members.add(group, id, "UNMANAGED");
                }
            }
            people.add(new Person(id, name, linked, visits(linked)));
        }
        users.write();
        links.write();
        exemptions.write();
        members.write();
    }

    private List<Visit> visits(boolean linked) {
        List<Visit> visits = new ArrayList<>();
        for (TestClient application : APPLICATIONS) {
            for (SignInWay way : SignInWay.values()) {
                if (random.nextInt(30) == 0 && (linked || !way.isThroughUpstream())) {
                    visits.add(new Visit(application, way));
                }
            }
        }
        return visits;
    }

    private static String group(TestSession session, String name, Instant deadline) {
        GroupModel group = session.groups().createGroup(session.realm(), name);
        group.setSingleAttribute(CohortDate.ATTRIBUTE, deadline.toString());
        return group.getId();
    }
}
