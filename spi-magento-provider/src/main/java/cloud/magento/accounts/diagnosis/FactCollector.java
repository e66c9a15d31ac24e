package cloud.magento.accounts.diagnosis;

import cloud.magento.accounts.diagnosis.DiagnosisFacts.Account;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Application;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Connection;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Email;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Flow;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Policy;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Provider;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Tables;
import cloud.magento.accounts.diagnosis.DiagnosisFacts.Way;
import cloud.magento.accounts.doctor.ApplicationFlow;
import cloud.magento.accounts.doctor.Doctor;
import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.evaluation.CohortDeadlines;
import cloud.magento.accounts.evaluation.OwnProof;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.upstream.UpstreamHealth;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.BruteForceProtector;

/** Gathers what is known of one account, from whoever knows it. */
final class FactCollector {
    private static final String MAIL = "mail";

    /** What has a check of the doctor: mail, and what the gate is nothing without. */
    private static final Set<String> CHECKS = Set.of("gates", "required-action", MAIL);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AccountEvaluation evaluation;
    private final Instant at;

    FactCollector(KeycloakSession session, RealmModel realm, AccountEvaluation evaluation) {
        this.session = session;
        this.realm = realm;
        this.user = evaluation.user();
        this.evaluation = evaluation;
        this.at = evaluation.now();
    }

    DiagnosisFacts collect(@Nullable ClientModel client) {
        List<String> wrong = Doctor.findingsOf(session, realm, CHECKS);
        DiagnosisFacts facts = new DiagnosisFacts(
                at,
                account(),
                connection(),
                policy(),
                new Provider(
                        evaluation.provider().isEnabled(), UpstreamHealth.of(session, realm, evaluation.provider())),
                client == null ? null : new Application(client.getClientId(), client.isEnabled()),
                flow(client),
                !wrong.contains(MAIL),
                wrong.stream().filter(check -> !check.equals(MAIL)).toList(),
                List.of());
        return facts.with(Arrays.stream(SignInWay.values())
                .map(way -> way(facts, way, client))
                .toList());
    }

    /** By a grant nothing can be asked for, as the gate there knows. */
    private Way way(DiagnosisFacts facts, SignInWay way, @Nullable ClientModel client) {
        LinkDecision decision = evaluation.decide(way, client, way != SignInWay.GRANT);
        return new Way(
                way, decision.outcome(), decision.reason(), DiagnosisDecision.opens(facts, way, decision.outcome()));
    }

    private Account account() {
        BruteForceProtector protector = session.getProvider(BruteForceProtector.class);
        Instant until = lockedUntil();
        boolean locked = realm.isBruteForceProtected()
                && protector.isTemporarilyDisabled(session, realm, user)
                && (until == null || until.isAfter(at));
        return new Account(
                user.isEnabled(),
                !isPerson(),
                realm.isBruteForceProtected() && protector.isPermanentlyLockedOut(session, realm, user),
                locked,
                locked ? Optional.ofNullable(until).orElse(at) : null,
                email(),
                realm.isVerifyEmail(),
                own(),
                isPerson() && user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE));
    }

    private boolean isPerson() {
        return user.getServiceAccountClientLink() == null;
    }

    /** Keycloak refuses to be asked for credentials of an application's own account. */
    private OwnProof own() {
        return isPerson()
                ? OwnProof.of(session, realm, user, evaluation.provider().getAlias())
                : OwnProof.NOTHING;
    }

    private @Nullable Instant lockedUntil() {
        UserLoginFailureModel failures = session.loginFailures().getUserLoginFailure(realm, user.getId());
        return failures == null ? null : Instant.ofEpochSecond(failures.getFailedLoginNotBefore());
    }

    private Email email() {
        if (user.getEmail() == null || user.getEmail().isBlank()) {
            return Email.NONE;
        }
        return user.isEmailVerified() ? Email.VERIFIED : Email.UNVERIFIED;
    }

    private Connection connection() {
        String alias = evaluation.provider().getAlias();
        LinkRegistry registry = new LinkRegistry(session, realm);
        Optional<Link> registered = registry.ofAccount(user.getId(), alias);
        return new Connection(
                tables(registered.isPresent()),
                evaluation.isOpenedThroughUpstream(),
                registered.map(Link::linkedAt).orElse(null),
                registered.map(Link::proof).orElse(null),
                registry.lastSeenOf(user.getId(), alias).orElse(null));
    }

    private Tables tables(boolean isRegistered) {
        if (evaluation.link().isEmpty()) {
            return isRegistered ? Tables.ONLY_REGISTRY : Tables.NONE;
        }
        if (!isRegistered) {
            return Tables.ONLY_KEYCLOAK;
        }
        return evaluation.upstreamIdentity().isPresent() ? Tables.AGREE : Tables.DIFFER;
    }

    private Policy policy() {
        Instant deadline = evaluation.deadline();
        return new Policy(
                evaluation.settings().reportOnly(),
                evaluation.settings().primaryLogin(),
                deadline,
                cohort(deadline),
                evaluation.exemptUntil().orElse(null),
                evaluation.outageUntil().orElse(null));
    }

    private @Nullable String cohort(Instant deadline) {
        CohortDeadlines deadlines =
                new CohortDeadlines(session, realm, evaluation.settings().enforceFrom());
        return user.getGroupsStream()
                .flatMap(group -> Stream.iterate(group, next -> next != null, GroupModel::getParent))
                .filter(group -> deadlines
                        .stated(group)
                        .filter(date -> deadlines.holds(date) && date.date().equals(deadline))
                        .isPresent())
                .map(FactCollector::path)
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private static String path(GroupModel group) {
        GroupModel parent = group.getParent();
        return (parent == null ? "" : path(parent)) + "/" + group.getName();
    }

    private Flow flow(@Nullable ClientModel client) {
        return ApplicationFlow.of(realm, client)
                .map(flow -> new Flow(flow.alias(), flow.ofApplication(), flow.check()))
                .orElseGet(() -> new Flow("", false, null));
    }
}
