package cloud.magento.accounts.doctor;

import cloud.magento.accounts.ledger.chain.HiddenLetters;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.upstream.MapperCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Says in the log what is severe in a realm, in one line; and that its policy stops nobody, that its provider is
 * switched off, or that it has settings that nobody reads or mappers that cannot work: each at the start of the server
 * and when it becomes so, since any of it is easily left so by mistake. Nothing is said twice while it stays as it is.
 */
final class DoctorLog {
    private static final Logger LOG = Logger.getLogger(DoctorLog.class);

    /** What is severe is named up to here, and counted beyond. */
    private static final int NAMED = 10;

    /** What holds, by the realm's id. */
    private final Map<String, Said> said = new ConcurrentHashMap<>();

    private final Consumer<String> log;

    DoctorLog() {
        this(LOG::warn);
    }

    DoctorLog(Consumer<String> log) {
        this.log = log;
    }

    /** What was said of a realm. */
    private record Said(List<String> sentences, List<String> severe) {
        static final Said NOTHING = new Said(List.of(), List.of());
    }

    /** Looks at a realm, and says what is new; nothing of one without the provider. */
    void look(KeycloakSession session, RealmModel realm) {
        Optional<MagentoIdentityProviderConfig> provider = MagentoProvider.in(session, realm);
        if (provider.isEmpty()) {
            forget(realm.getId());
            return;
        }
        List<String> sentences = new ArrayList<>(sentences(realm.getName(), provider.get()));
        MapperCheck.problems(session, realm, provider.get().getAlias())
                .forEach(problem -> sentences.add("Realm " + realm.getName() + ": nobody can sign in through "
                        + provider.get().getAlias() + ". " + problem));
        say(realm, sentences, Doctor.examine(session, realm));
    }

    void forget(String realmId) {
        said.remove(realmId);
    }

    void say(RealmModel realm, List<String> sentences, List<Finding> findings) {
        List<String> severe = findings.stream()
                .filter(finding -> finding.severity() == Severity.SEVERE)
                .map(finding -> finding.check() + " (" + finding.subject() + ")")
                .sorted()
                .toList();
        Said now = new Said(List.copyOf(sentences), severe);
        Said before = Optional.ofNullable(said.put(realm.getId(), now)).orElse(Said.NOTHING);
        sentences.stream()
                .filter(sentence -> !before.sentences().contains(sentence))
                .forEach(log);
        if (!severe.equals(before.severe())) {
            log.accept(HiddenLetters.masked("Realm " + realm.getName() + ": the doctor finds "
                    + (severe.isEmpty() ? "nothing severe any more" : severe.size() + " severe: " + named(severe))));
        }
    }

    private static String named(List<String> severe) {
        return severe.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (severe.size() > NAMED ? " and " + (severe.size() - NAMED) + " more" : "")
                + ". GET doctor, or magento-links doctor, tells what comes of each";
    }

    static List<String> sentences(String realm, MagentoIdentityProviderConfig provider) {
        List<String> sentences = new ArrayList<>();
        if (provider.reportsOnly()) {
            sentences.add("Realm " + realm + " only reports (" + LinkSettings.REPORT_ONLY
                    + " is on): who would have to link or to sign in upstream is counted, and nobody is stopped");
        }
        if (!provider.isEnabled()) {
            sentences.add("Realm " + realm + ": the identity provider " + provider.getAlias()
                    + " is disabled. The gate stays as it is, and nobody can link or sign in upstream: this is an"
                    + " outage, not a way to end the policy");
        }
        provider.unknownSettings()
                .forEach(unknown -> sentences.add("Realm " + realm + ": of the identity provider " + provider.getAlias()
                        + " a setting is stored that nobody reads. " + unknown + " Remove it"));
        return List.copyOf(sentences);
    }
}
