package cloud.magento.accounts.upstream;

import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.CLIENT_SECRET;
import static cloud.magento.accounts.upstream.MagentoIdentityProviderConfig.SECRET_GOES_BY;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.representations.idm.ComponentRepresentation;

/**
 * The mask in place of the client secret, as Keycloak gives it out and takes it back: "leave it as it is". Here it
 * stands for the secret of what the saved provider takes the place of, and only while that is where the secret goes:
 * whoever may save a provider but does not know the secret cannot have it sent to an address of their own (as in
 * CVE-2026-15943). It is never stored.
 */
final class MaskedSecret {
    private MaskedSecret() {}

    /**
     * Puts the secret in the mask's place.
     *
     * @param predecessor what the provider takes the place of; empty for a new one, or one of another type
     * @return what is wrong where it cannot be put there
     */
    static Optional<String> reveal(
            MagentoIdentityProviderConfig saved, Optional<MagentoIdentityProviderConfig> predecessor) {
        if (!isMask(saved.clientSecret())) {
            return Optional.empty();
        }
        Optional<String> kept = predecessor
                .flatMap(MagentoIdentityProviderConfig::clientSecret)
                .filter(secret -> !isMask(Optional.of(secret)));
        if (kept.isEmpty()) {
            return Optional.of("The client secret (" + CLIENT_SECRET
                    + ") is masked, and there is none that the mask could" + " stand for. Give the secret itself.");
        }
        List<String> moved = moved(predecessor.orElseThrow(), saved);
        if (!moved.isEmpty()) {
            return Optional.of(
                    "The client secret (" + CLIENT_SECRET + ") is masked, and a masked one is not carried over to"
                            + " another " + String.join(", ", moved) + ". Give the secret anew.");
        }
        saved.getConfig().put(CLIENT_SECRET, kept.get());
        return Optional.empty();
    }

    private static List<String> moved(MagentoIdentityProviderConfig before, MagentoIdentityProviderConfig saved) {
        return Stream.concat(
                        Stream.of(IdentityProviderModel.ISSUER)
                                .filter(key -> !before.issuer().equals(saved.issuer())),
                        SECRET_GOES_BY.stream().filter(key -> !before.text(key).equals(saved.text(key))))
                .collect(Collectors.toList());
    }

    private static boolean isMask(Optional<String> secret) {
        return secret.filter(ComponentRepresentation.SECRET_VALUE::equals).isPresent();
    }
}
