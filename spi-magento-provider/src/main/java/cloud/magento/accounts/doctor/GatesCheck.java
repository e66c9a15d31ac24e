package cloud.magento.accounts.doctor;

import java.util.stream.Stream;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.common.Profile;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.saml.preprocessor.SamlAuthenticationPreprocessor;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.sessions.AuthenticationSessionProvider;

/**
 * Whether each hook of the gate is in force on this node. A server option can switch one off, and another jar can take
 * its place.
 */
final class GatesCheck implements Check {
    private static final String OURS = "cloud.magento.accounts.";

    @Override
    public String id() {
        return "gates";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        KeycloakSessionFactory server = examination.session().getKeycloakSessionFactory();
        return Stream.of(
                        gate(
                                has(server, RequiredActionProvider.class),
                                "required action",
                                "Nobody gets the page that asks to link or to sign in with Magento.com."),
                        gate(
                                has(server, TokenPostProcessor.class),
                                "token gate",
                                "Refreshes, offline tokens, devices and password grants are never refused."),
                        gate(
                                has(server, CredentialProvider.class),
                                "password gate",
                                "The old password of a linked account still counts as right."),
                        gate(
                                has(server, SamlAuthenticationPreprocessor.class),
                                "SAML gate",
                                "SAML assertions are never refused."),
                        gate(
                                !Profile.isFeatureEnabled(Profile.Feature.DOCKER) || has(server, LoginProtocol.class),
                                "Docker gate",
                                "Tokens for container registries are never refused."),
                        gate(
                                isOurs(server.getProviderFactory(BruteForceProtector.class)),
                                "brute-force gate",
                                "Guesses at the inert password of a linked account lock its owner out, also from"
                                        + " Magento.com."),
                        gate(
                                isOurs(server.getProviderFactory(AuthenticationSessionProvider.class)),
                                "gate of earlier sign-ins",
                                "A sign-in that somebody began before the owner linked goes on afterwards."))
                .flatMap(found -> found);
    }

    private static Stream<Found> gate(boolean isThere, String name, String consequence) {
        return isThere
                ? Stream.empty()
                : Stream.of(Found.severe(
                        name,
                        "It is not in force on this node.",
                        consequence,
                        "Look for spi options of the server that disable it or name another provider, and for another"
                                + " jar that takes its place. Restart with the same jars and options on every node."));
    }

    private static boolean has(KeycloakSessionFactory server, Class<? extends Provider> type) {
        return server.getProviderFactoriesStream(type).anyMatch(factory -> isOurs(factory));
    }

    private static boolean isOurs(ProviderFactory<?> factory) {
        return factory.getClass().getName().startsWith(OURS);
    }
}
