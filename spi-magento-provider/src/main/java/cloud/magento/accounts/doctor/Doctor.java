package cloud.magento.accounts.doctor;

import cloud.magento.accounts.upstream.MagentoProvider;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Finds what a realm's configuration leaves open, and mends what is certain. It reads settings, never accounts, and
 * asks no other server, so that its answer comes at once however many accounts there are.
 */
public final class Doctor {
    private static final List<Check> CHECKS = List.of(
            new VersionCheck(),
            new GatesCheck(),
            new NodesCheck(),
            new ClockCheck(),
            new ProviderCheck(),
            new SettingsCheck(),
            new MappersCheck(),
            new UnknownSettingsCheck(),
            new ScopesCheck(),
            new ButtonCheck(),
            new SetUpCheck.RequiredActions(),
            new SetUpCheck.FlowSteps(),
            new RealmFlowCheck(),
            new ClientFlowCheck(),
            new SetUpCheck.FirstLogin(),
            new SetUpCheck.PostLogin(),
            new SetUpCheck.PageClient(),
            new LegacyExchangeCheck(),
            new StoredTokensCheck(),
            new DirectoriesCheck(),
            new OtherProvidersCheck(),
            new GrantsCheck(),
            new ImplicitFlowCheck(),
            new LifetimesCheck(),
            new OrganizationsCheck(),
            new RegistrationCheck(),
            new PolicyCheck(),
            new LevelsCheck(),
            new BruteForceCheck(),
            new MailCheck(),
            new EventsCheck(),
            new LogKeyCheck(),
            new SetUpCheck.Roles(),
            new SetUpCheck.StatusScope(),
            new SetUpCheck.AccountConsole());

    /** What one check names at most. */
    private static final int MANY = 100;

    private Doctor() {}

    /** Everything that was found, what is severe first. Empty for a realm that nothing is wrong with. */
    public static List<Finding> examine(KeycloakSession session, RealmModel realm) {
        return within(
                session,
                realm,
                () -> MagentoProvider.in(session, realm)
                        .map(provider -> new Examination(session, realm, provider))
                        .map(examination -> CHECKS.stream()
                                .flatMap(check ->
                                        named(check, check.look(examination).toList()))
                                .sorted(Comparator.comparing(Finding::severity))
                                .toList())
                        .orElseGet(() -> List.of(NoProvider.FINDING)));
    }

    /** A realm with a thousand clients that have one fault in common is told of some of them, and of how many more. */
    private static Stream<Finding> named(Check check, List<Found> found) {
        if (found.size() <= MANY) {
            return found.stream().map(one -> one.of(check));
        }
        Found next = found.get(MANY);
        return Stream.concat(
                found.stream().limit(MANY).map(one -> one.of(check)),
                Stream.of(next.about(found.size() - MANY + " more").of(check)));
    }

    /** Which of these checks find something. Only they look. */
    public static List<String> findingsOf(KeycloakSession session, RealmModel realm, Set<String> checks) {
        return within(
                session,
                realm,
                () -> MagentoProvider.in(session, realm)
                        .map(provider -> new Examination(session, realm, provider))
                        .map(examination -> CHECKS.stream()
                                .filter(check -> checks.contains(check.id())
                                        && check.look(examination).findAny().isPresent())
                                .map(Check::id)
                                .toList())
                        .orElseGet(List::of));
    }

    /** The checks there are, in the order in which they look, and what a fix of each changes. */
    public static Map<String, Set<Changes>> checks() {
        Map<String, Set<Changes>> checks = new LinkedHashMap<>();
        CHECKS.forEach(check -> checks.put(check.id(), check.mayChange()));
        return checks;
    }

    /** All that a fix of this check may change; empty where there is no such check. */
    public static Optional<Set<Changes>> changes(String check) {
        return named(check).map(Check::mayChange);
    }

    /**
     * Mends what is certain of one check's findings.
     *
     * @param dryRun only tell what would be done
     * @throws IllegalArgumentException where there is no such check
     */
    public static Fix fix(KeycloakSession session, RealmModel realm, String check, boolean dryRun) {
        Check named = named(check).orElseThrow(() -> new IllegalArgumentException("No such check"));
        return within(session, realm, () -> fix(session, realm, named, dryRun));
    }

    private static Fix fix(KeycloakSession session, RealmModel realm, Check named, boolean dryRun) {
        List<Found> found = MagentoProvider.in(session, realm).stream()
                .flatMap(provider -> named.look(new Examination(session, realm, provider)))
                .toList();
        if (!dryRun) {
            found.stream().flatMap(one -> Stream.ofNullable(one.repair())).forEach(Runnable::run);
        }
        return new Fix(
                named.id(),
                dryRun,
                found.stream()
                        .filter(one -> one.repair() != null)
                        .map(one -> one.of(named))
                        .toList(),
                found.stream()
                        .filter(one -> one.repair() == null)
                        .map(one -> one.of(named))
                        .toList());
    }

    private static Optional<Check> named(String check) {
        return CHECKS.stream().filter(one -> one.id().equals(check)).findFirst();
    }

    /** Keycloak looks for providers in the realm of its context, which is not always the one that is asked about. */
    private static <T> T within(KeycloakSession session, RealmModel realm, Supplier<T> work) {
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            return work.get();
        } finally {
            session.getContext().setRealm(before);
        }
    }
}
