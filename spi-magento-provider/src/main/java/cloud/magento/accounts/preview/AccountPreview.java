package cloud.magento.accounts.preview;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.LinkDecision.Outcome;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.registry.SignInUse;
import cloud.magento.accounts.registry.SignInUses;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What the gate would say of one account at an instant, if nothing but the date changed from now on: the gate's own
 * code decides. It tells of a realm that only reports what it would be if it did not.
 *
 * @param userId the account's id
 * @param at the instant
 * @param reportOnly whether the policy stops nobody as it is now
 * @param linked whether the account is linked
 * @param deadline the account's deadline
 * @param exemptUntil until when it is let through, where that is after the instant; else null
 * @param stopped whether it is stopped: everywhere, or in an application into which it came of late
 * @param ways what is said of a new sign-in, for each way
 * @param applications where the account came in of late, by the clients' ids
 */
public record AccountPreview(
        String userId,
        Instant at,
        boolean reportOnly,
        boolean linked,
        Instant deadline,
        @Nullable Instant exemptUntil,
        boolean stopped,
        List<Way> ways,
        List<Application> applications) {
    public AccountPreview {
        ways = List.copyOf(ways);
        applications = List.copyOf(applications);
    }

    /** What is said of a sign-in by this way. */
    public record Way(SignInWay way, Outcome outcome, ReasonCode reason) {
        boolean stops() {
            return outcome == Outcome.REFUSE;
        }
    }

    /**
     * An application.
     *
     * @param clientId the client's id, as applications name it
     * @param stopped whether one of the ways by which the account came of late is then closed to it, or all are
     * @param uses by which ways the account came of late
     */
    public record Application(String clientId, boolean stopped, List<Use> uses) {
        public Application {
            uses = List.copyOf(uses);
        }
    }

    /** A way by which the account came, when last, and whether it is then closed to it. */
    public record Use(SignInWay way, LocalDate lastDay, boolean stopped) {}

    /**
     * Decides; empty in a realm that has no provider of ours and so no policy.
     *
     * @param client the only application to tell of, also if the account never came into it, or null for all
     */
    public static Optional<AccountPreview> of(
            KeycloakSession session, RealmModel realm, UserModel user, Instant at, @Nullable ClientModel client) {
        return AccountEvaluation.of(session, realm, user).flatMap(now -> {
            LinkSettings settings = now.settings();
            return AccountEvaluation.of(session, realm, user, settings.enforced(), at)
                    .map(then -> of(session, realm, then, at, settings.reportOnly(), client));
        });
    }

    private static AccountPreview of(
            KeycloakSession session,
            RealmModel realm,
            AccountEvaluation then,
            Instant at,
            boolean reportOnly,
            @Nullable ClientModel client) {
        List<Way> ways =
                Arrays.stream(SignInWay.values()).map(way -> decide(then, way)).toList();
        List<Application> applications = client == null
                ? new SignInUses(session, realm)
                        .ofAccount(then.user().getId()).stream()
                                .map(use -> application(name(realm, use.clientId()), use, ways))
                                .sorted(Comparator.comparing(Application::clientId))
                                .toList()
                : List.of(only(session, realm, then, client, ways));
        return new AccountPreview(
                then.user().getId(),
                at,
                reportOnly,
                then.link().isPresent(),
                then.deadline(),
                then.exemptUntil().orElse(null),
                ways.stream().allMatch(Way::stops) || applications.stream().anyMatch(Application::stopped),
                ways,
                applications);
    }

    /** A disabled account comes in nowhere as it is, and no client's account is asked anything. */
    private static Way decide(AccountEvaluation then, SignInWay way) {
        if (!then.user().isEnabled()) {
            return new Way(way, Outcome.PASS, ReasonCode.ACCOUNT_UNAVAILABLE);
        }
        LinkDecision decision = then.decide(way);
        return new Way(way, decision.outcome(), decision.reason());
    }

    private static Application only(
            KeycloakSession session, RealmModel realm, AccountEvaluation then, ClientModel client, List<Way> ways) {
        return new SignInUses(session, realm)
                .ofAccount(then.user().getId()).stream()
                        .filter(use -> use.clientId().equals(client.getId()))
                        .findFirst()
                        .map(use -> application(client.getClientId(), use, ways))
                        .orElseGet(() -> new Application(
                                client.getClientId(), ways.stream().allMatch(Way::stops), List.of()));
    }

    private static Application application(String clientId, SignInUse use, List<Way> ways) {
        List<Use> uses = ways.stream()
                .filter(way -> use.days().containsKey(way.way()))
                .map(way -> new Use(way.way(), day(use, way.way()), way.stops()))
                .toList();
        return new Application(clientId, uses.stream().anyMatch(Use::stopped), uses);
    }

    private static LocalDate day(SignInUse use, SignInWay way) {
        return Optional.ofNullable(use.days().get(way)).orElseThrow();
    }

    private static String name(RealmModel realm, String clientId) {
        return Optional.ofNullable(realm.getClientById(clientId))
                .map(ClientModel::getClientId)
                .orElse(clientId);
    }
}
