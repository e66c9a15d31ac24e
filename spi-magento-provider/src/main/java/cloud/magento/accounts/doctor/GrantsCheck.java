package cloud.magento.accounts.doctor;

import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.common.Profile;
import org.keycloak.common.Profile.Feature;
import org.keycloak.models.CibaConfig;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/** Clients with a grant at which no page can be shown. */
final class GrantsCheck implements Check {
    /** Comes with each realm, for administrators' commands alone. */
    private static final Set<String> OF_KEYCLOAK = Set.of(Constants.ADMIN_CLI_CLIENT_ID);

    @Override
    public String id() {
        return "grants-without-page";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return examination.applications().stream()
                .filter(application -> application.isOidc()
                        && !application.bearerOnly()
                        && !OF_KEYCLOAK.contains(application.clientId()))
                .flatMap(application -> grants(application).map(grant -> found(application, grant)));
    }

    private static Stream<String> grants(Application application) {
        return Stream.of(
                        application.directGrant() ? Stream.of("password grant") : Stream.<String>empty(),
                        grant(application, Feature.CIBA, CibaConfig.OIDC_CIBA_GRANT_ENABLED, "CIBA"),
                        grant(
                                application,
                                Feature.TOKEN_EXCHANGE_STANDARD_V2,
                                OIDCConfigAttributes.STANDARD_TOKEN_EXCHANGE_ENABLED,
                                "token exchange"),
                        grant(
                                application,
                                Feature.JWT_AUTHORIZATION_GRANT,
                                OIDCConfigAttributes.JWT_AUTHORIZATION_GRANT_ENABLED,
                                "JWT authorization grant"))
                .flatMap(grant -> grant);
    }

    private static Stream<String> grant(Application application, Feature feature, String attribute, String name) {
        return Profile.isFeatureEnabled(feature) && application.has(attribute) ? Stream.of(name) : Stream.empty();
    }

    private static Found found(Application application, String grant) {
        return Found.warning(
                "client " + application.clientId() + ", " + grant,
                "The grant is enabled.",
                "From the deadline on, people without a link get an error there and no page that says what to do, and"
                        + " so do linked people by a password: magento_link_required or magento_login_required.",
                "Disable the grant where nobody uses it. Else have the application send people to sign in with a"
                        + " browser when it gets this error, or have them link before.");
    }
}
