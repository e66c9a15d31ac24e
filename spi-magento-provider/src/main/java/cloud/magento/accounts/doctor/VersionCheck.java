package cloud.magento.accounts.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.keycloak.common.Version;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.CibaConfig;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.OAuth2DeviceConfig;
import org.keycloak.storage.UserStorageProvider;

/** A server older than the fix of a vulnerability that matters here, in a realm with the way that it needs. */
final class VersionCheck implements Check {
    private static final List<Vulnerability> KNOWN = Vulnerability.known();

    /** The ways that vulnerabilities need, and which realm has each. */
    static final Map<String, Predicate<Examination>> WAYS = Map.ofEntries(
            Map.entry("always", realm -> true),
            Map.entry("reset-credentials", realm -> realm.realm().isResetPasswordAllowed()),
            Map.entry("ldap", VersionCheck::hasLdap),
            Map.entry("mysql", VersionCheck::isOnMySql),
            Map.entry(
                    "device", realm -> hasClient(realm, OAuth2DeviceConfig.OAUTH2_DEVICE_AUTHORIZATION_GRANT_ENABLED)),
            Map.entry("ciba", realm -> hasClient(realm, CibaConfig.OIDC_CIBA_GRANT_ENABLED)),
            Map.entry("saml", realm -> realm.applications().stream().anyMatch(one -> "saml".equals(one.protocol()))),
            Map.entry("other-providers", realm -> hasOther(realm, other -> true)),
            Map.entry("other-oidc", realm -> hasOther(realm, VersionCheck::isOidc)),
            Map.entry(
                    "other-oidc-trusts-email",
                    realm -> hasOther(realm, other -> isOidc(other) && Boolean.TRUE.equals(other.isTrustEmail()))),
            Map.entry(
                    "other-oidc-without-signatures",
                    realm -> hasOther(
                            realm,
                            other -> isOidc(other)
                                    && !Boolean.parseBoolean(other.getConfig().get("validateSignature")))),
            Map.entry("fine-grained-permissions", realm -> realm.realm().isAdminPermissionsEnabled()));

    private final String version;

    VersionCheck() {
        this(Version.VERSION);
    }

    VersionCheck(String version) {
        this.version = version;
    }

    @Override
    public String id() {
        return "server-version";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    /** One finding of each severity, however many there are. */
    @Override
    public Stream<Found> look(Examination examination) {
        return Arrays.stream(Severity.values()).flatMap(severity -> {
            List<Vulnerability> present = KNOWN.stream()
                    .filter(known -> known.of() == severity && known.isIn(version))
                    .filter(known -> isOpen(known.way(), examination))
                    .toList();
            return present.isEmpty() ? Stream.empty() : Stream.of(found(severity, present));
        });
    }

    private Found found(Severity severity, List<Vulnerability> present) {
        String fixedIn = present.stream()
                .max((one, other) -> one.isIn(other.fixedIn()) ? 1 : other.isIn(one.fixedIn()) ? -1 : 0)
                .map(Vulnerability::fixedIn)
                .orElseThrow();
        return new Found(
                severity,
                "Keycloak " + version,
                "It is older than the fix of "
                        + present.stream()
                                .map(one -> one.id() + " (" + one.fixedIn() + ")")
                                .collect(Collectors.joining(", "))
                        + ".",
                present.stream().map(one -> one.id() + ": " + one.what()).collect(Collectors.joining("; ")) + ".",
                "Take Keycloak " + fixedIn + " or newer, with the version of this software that was built for it. Until"
                        + " then give the roles named here to whom you trust alone.",
                null);
    }

    private static boolean isOpen(String way, Examination examination) {
        Predicate<Examination> of = WAYS.get(way);
        if (of == null) {
            throw new IllegalStateException("Nobody knows the way " + way);
        }
        return of.test(examination);
    }

    private static boolean hasClient(Examination examination, String attribute) {
        return examination.applications().stream().anyMatch(application -> application.has(attribute));
    }

    private static boolean hasOther(Examination examination, Predicate<IdentityProviderModel> which) {
        return examination.otherProviders().stream().anyMatch(which);
    }

    private static boolean isOidc(IdentityProviderModel provider) {
        return provider.getConfig().containsKey("tokenUrl");
    }

    private static boolean hasLdap(Examination examination) {
        return examination
                .realm()
                .getComponentsStream(examination.realm().getId(), UserStorageProvider.class.getName())
                .anyMatch(directory -> "ldap".equals(directory.getProviderId()));
    }

    private static boolean isOnMySql(Examination examination) {
        return examination
                .session()
                .getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class)
                .doReturningWork(connection -> connection.getMetaData().getDatabaseProductName())
                .matches("(?i)(mysql|mariadb).*");
    }
}
