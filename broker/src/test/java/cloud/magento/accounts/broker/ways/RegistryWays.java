package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.ways.Grounds.Setting;
import java.util.List;

/** Coming for a container registry, whose tokens Keycloak builds past the token gate. */
final class RegistryWays {
    private RegistryWays() {}

    static List<Way> all() {
        return List.of(Way.of("action off: container registry (Docker protocol)", RegistryWays::login)
                .unlinked(Outcome.MAGENTO_LINK_REQUIRED, Hook.REGISTRIES)
                .linked(Outcome.WRONG_CREDENTIALS, Hook.PASSWORDS)
                .in(Setting.WITH_REGISTRY));
    }

    private static Finding login(Scene scene) {
        return Finding.ofRegistryToken(Registry.login(scene.place(), scene.account()));
    }
}
