package cloud.magento.accounts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms of the house and the arrows between them. */
public class ArchitectureTest {
    private static final String ROOT = "cloud.magento.accounts";

    /**
     * Which of our packages each one may use: these and no sub-package of theirs or of its own. A package that is not
     * here may not exist.
     */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("policy", Set.of()),
            entry("net", Set.of()),
            entry("spi", Set.of()),
            entry("flowstate", Set.of()),
            entry("transaction", Set.of()),
            entry("log", Set.of()),
            entry("refusal", Set.of("flowstate", "policy")),
            entry("web", Set.of("log", "policy", "refusal")),
            entry("registry", Set.of("spi", "flowstate", "outage", "policy", "transaction")),
            entry("upstream.protocol", Set.of("policy")),
            entry("outage", Set.of("policy", "spi")),
            entry("campaign", Set.of("spi", "transaction")),
            entry("mailing", Set.of("net")),
            entry("upstream.http", Set.of("net", "policy", "upstream.protocol")),
            entry(
                    "upstream",
                    Set.of(
                            "spi",
                            "flowstate",
                            "ledger.chain",
                            "log",
                            "net",
                            "outage",
                            "policy",
                            "refusal",
                            "upstream.http",
                            "upstream.protocol",
                            "web")),
            entry("setup", Set.of("spi", "upstream")),
            entry("doctor", Set.of("spi", "ledger", "ledger.chain", "policy", "setup", "transaction", "upstream")),
            entry("evaluation", Set.of("log", "outage", "policy", "registry", "upstream")),
            entry("ledger.chain", Set.of()),
            entry("ledger.logkey", Set.of("ledger.chain")),
            entry(
                    "ledger",
                    Set.of(
                            "spi",
                            "campaign",
                            "ledger.chain",
                            "ledger.logkey",
                            "log",
                            "outage",
                            "policy",
                            "refusal",
                            "registry",
                            "transaction")),
            entry("ledger.webhook", Set.of("spi", "ledger", "ledger.chain", "net")),
            entry("report", Set.of("evaluation", "ledger.chain", "outage", "policy", "registry", "upstream")),
            entry("preview", Set.of("evaluation", "policy", "registry", "report")),
            entry("diagnosis", Set.of("doctor", "evaluation", "ledger", "policy", "registry", "upstream")),
            entry(
                    "metrics",
                    Set.of("spi", "ledger", "outage", "policy", "registry", "report", "transaction", "upstream")),
            entry("login.step", Set.of("evaluation", "policy", "refusal", "registry", "upstream", "web")),
            entry("login.authsession", Set.of("evaluation", "policy", "refusal", "web")),
            entry(
                    "login.gate",
                    Set.of(
                            "spi",
                            "transaction",
                            "evaluation",
                            "flowstate",
                            "login.step",
                            "outage",
                            "policy",
                            "refusal",
                            "registry",
                            "upstream",
                            "web")),
            entry(
                    "login.firstlogin",
                    Set.of(
                            "evaluation",
                            "flowstate",
                            "login.step",
                            "policy",
                            "refusal",
                            "registry",
                            "upstream",
                            "web")),
            entry(
                    "account",
                    Set.of(
                            "evaluation",
                            "flowstate",
                            "login.step",
                            "policy",
                            "refusal",
                            "registry",
                            "transaction",
                            "upstream",
                            "web")),
            entry("adoption", Set.of("spi", "ledger", "policy", "registry", "setup", "transaction", "upstream")),
            entry("bundle", Set.of("ledger", "ledger.chain", "registry", "transaction", "upstream")),
            entry("invitation", Set.of("evaluation", "policy", "registry", "transaction", "upstream", "web")),
            entry(
                    "reminder",
                    Set.of("spi", "campaign", "evaluation", "mailing", "net", "registry", "report", "upstream", "web")),
            entry("bulk", Set.of("invitation", "policy", "registry", "transaction", "upstream")),
            entry(
                    "interlock",
                    Set.of(
                            "spi",
                            "doctor",
                            "evaluation",
                            "ledger",
                            "policy",
                            "registry",
                            "report",
                            "transaction",
                            "upstream")),
            entry("rollout", Set.of("policy", "registry", "report", "transaction", "upstream")),
            entry(
                    "adminapi",
                    Set.of(
                            "adoption",
                            "bulk",
                            "bundle",
                            "campaign",
                            "diagnosis",
                            "doctor",
                            "interlock",
                            "invitation",
                            "ledger",
                            "ledger.chain",
                            "outage",
                            "policy",
                            "registry",
                            "preview",
                            "reminder",
                            "report",
                            "rollout",
                            "setup",
                            "upstream",
                            "web")),
            entry(
                    "auditpage",
                    Set.of("evaluation", "ledger", "ledger.chain", "policy", "registry", "report", "upstream", "web")),
            entry("helppage", Set.of("diagnosis", "evaluation", "ledger", "net", "policy", "web")),
            entry(
                    "operatepage",
                    Set.of(
                            "adminapi",
                            "adoption",
                            "bulk",
                            "campaign",
                            "diagnosis",
                            "evaluation",
                            "interlock",
                            "invitation",
                            "ledger",
                            "policy",
                            "registry",
                            "reminder",
                            "report",
                            "rollout",
                            "transaction",
                            "upstream",
                            "web")),
            entry("routes", Set.of("account", "auditpage", "helppage", "ledger", "operatepage", "upstream")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyPackagesBelow(String name) {
        String[] forbidden = packages().stream()
                .filter(other -> !other.equals(name) && !allowed(name).contains(other))
                .map(ArchitectureTest::in)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
    }

    @Test
    void listsEveryPackage() {
        Set<String> found = CLASSES.stream().map(ArchitectureTest::name).collect(Collectors.toSet());

        assertThat(found).isEqualTo(packages());
    }

    @Test
    void usesEveryAllowedDependency() {
        Map<String, Set<String>> used = CLASSES.stream()
                .collect(Collectors.groupingBy(
                        ArchitectureTest::name,
                        Collectors.flatMapping(
                                type -> type.getDirectDependenciesFromSelf().stream()
                                        .map(dependency -> dependency.getTargetClass())
                                        .filter(target ->
                                                target.getPackageName().startsWith(ROOT + "."))
                                        .map(ArchitectureTest::name)
                                        .filter(target -> !target.equals(name(type))),
                                Collectors.toSet())));

        assertThat(used).isEqualTo(MAY_USE);
    }

    @Test
    void hasNoCycleBetweenTopLevelPackages() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void hasNoCycleBetweenPackages() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return type.getPackageName().startsWith(ROOT + ".")
                                ? SliceIdentifier.of(name(type))
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void keepsPolicyPure() {
        classes()
                .that()
                .resideInAPackage(in("policy"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("policy"), "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void keepsLedgerChainFreeOfServerCode() {
        noClasses()
                .that()
                .resideInAPackage(in("ledger.chain"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "jakarta..", "org.jboss..")
                .check(CLASSES);
    }

    @Test
    void keepsProtocolFreeOfSessionsAndCalls() {
        noClasses()
                .that()
                .resideInAPackage(in("upstream.protocol"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.keycloak.sessions..",
                        "org.keycloak.services..",
                        "org.keycloak.broker..",
                        "org.keycloak.connections..",
                        "org.apache.http.client.methods..",
                        "org.apache.http.impl..",
                        "java.net.http..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("org\\.keycloak\\.models\\..*(Session|Model|Provider).*")
                .check(CLASSES);
    }

    @Test
    void keepsNetFreeOfKeycloak() {
        noClasses()
                .that()
                .resideInAPackage(in("net"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..")
                .check(CLASSES);
    }

    /** A trip starts and ends without it, so that nothing leads in a circle. */
    @Test
    void letsOnlyFactoryUseIdentityProvider() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("MagentoIdentityProvider")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".upstream.MagentoIdentityProvider")
                .check(CLASSES);
    }

    /** Which of our packages each one may use. */
    public static Map<String, Set<String>> arrows() {
        return MAY_USE;
    }

    private static String name(JavaClass type) {
        return type.getPackageName().substring(ROOT.length() + 1);
    }

    private static Set<String> packages() {
        return MAY_USE.keySet();
    }

    private static Set<String> allowed(String name) {
        return MAY_USE.getOrDefault(name, Set.of());
    }

    private static String in(String name) {
        return ROOT + "." + name;
    }
}
