package cloud.magento.accounts.doctor;

import cloud.magento.accounts.policy.InvalidSettingException;
import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.upstream.ClientLevel;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;

/** Applications that ask for a level of authentication which no login at upstream comes to. */
final class LevelsCheck implements Check {
    @Override
    public String id() {
        return "levels";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        LoginLevels levels;
        try {
            levels = examination.provider().linkSettings().strength().levels();
        } catch (InvalidSettingException damaged) {
            return Stream.empty();
        }
        return examination.applications().stream()
                .filter(application -> application.attributes().containsKey(Constants.MINIMUM_ACR_VALUE))
                .flatMap(application -> Stream.ofNullable(examination.realm().getClientById(application.id())))
                .flatMap(client -> unreachable(client, levels).stream());
    }

    private static Optional<Found> unreachable(ClientModel client, LoginLevels levels) {
        int wanted = ClientLevel.of(client);
        return wanted <= levels.highest()
                ? Optional.empty()
                : Optional.of(Found.severe(
                        "client " + client.getClientId(),
                        "Its Minimum ACR comes to level " + wanted + ", and the highest in " + LoginStrength.LEVELS
                                + " is " + levels.highest() + ".",
                        "Nobody who comes through Magento.com can sign in to it.",
                        "Say in " + LoginStrength.LEVELS + " which acr of Magento.com reaches that level (or"
                                + " second-factor), or lower the client's Minimum ACR."));
    }
}
