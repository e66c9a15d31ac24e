package cloud.magento.accounts.setup;

import java.util.List;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * Registers a required action of ours: the one by which the gate stops people, in front of every other one, or the one
 * by which they switch to another upstream account. Neither is a default action: the first decides at each login whom
 * it concerns, which in a realm without the provider is nobody, and the second comes only when asked for.
 */
final class LinkActionSetup {
    private static final int BEFORE_ALL_OTHERS = -100;
    private static final int AFTER_KEYCLOAKS_OWN = 1000;

    private final RealmModel realm;
    private final String id;
    private final String name;
    private final int priority;

    private LinkActionSetup(RealmModel realm, String id, String name, int priority) {
        this.realm = realm;
        this.id = id;
        this.name = name;
        this.priority = priority;
    }

    /** Both actions. */
    static List<LinkActionSetup> in(RealmModel realm) {
        return List.of(
                new LinkActionSetup(realm, "magento-link", "Connect with Magento.com", BEFORE_ALL_OTHERS),
                new LinkActionSetup(
                        realm, "magento-switch", "Switch to another Magento.com account", AFTER_KEYCLOAKS_OWN));
    }

    /** Makes it as the policy needs it, also where it was switched off or moved back. */
    void apply(SetupChanges changes) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(id);
        changes.ensure("required-action", id, action != null, action != null && works(action), this::register, () -> {
            if (action != null) {
                repair(action);
            }
        });
    }

    private boolean works(RequiredActionProviderModel action) {
        return action.isEnabled()
                && !action.isDefaultAction()
                && action.getPriority() == priority
                && id.equals(action.getProviderId());
    }

    private void repair(RequiredActionProviderModel action) {
        action.setProviderId(id);
        action.setEnabled(true);
        action.setDefaultAction(false);
        action.setPriority(priority);
        realm.updateRequiredActionProvider(action);
    }

    /** Makes it where there is none, and leaves one that is there as its operator has it. */
    void registerIfMissing() {
        if (realm.getRequiredActionProviderByAlias(id) == null) {
            register();
        }
    }

    private void register() {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias(id);
        action.setProviderId(id);
        action.setName(name);
        action.setEnabled(true);
        action.setDefaultAction(false);
        action.setPriority(priority);
        realm.addRequiredActionProvider(action);
    }
}
