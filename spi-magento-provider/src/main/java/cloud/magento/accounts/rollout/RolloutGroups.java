package cloud.magento.accounts.rollout;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** A realm's groups by their paths, as Keycloak writes these. */
record RolloutGroups(KeycloakSession session, RealmModel realm) {
    /**
     * The group with this path.
     *
     * @param place where the document names it
     */
    GroupModel named(String path, String place) {
        @Nullable
        GroupModel group = path.startsWith("/") ? KeycloakModelUtils.findGroupByPath(session, realm, path) : null;
        if (group == null || !path(group).equals(path)) {
            throw new RolloutException(place + ".group", "this realm has no group with the path \"" + path + "\".");
        }
        return group;
    }

    /** The path of the group, or its id where the realm has it no more. */
    String nameOf(String groupId) {
        @Nullable GroupModel group = session.groups().getGroupById(realm, groupId);
        return group == null ? groupId : path(group);
    }

    boolean has(String groupId) {
        return session.groups().getGroupById(realm, groupId) != null;
    }

    static String path(GroupModel group) {
        return KeycloakModelUtils.buildGroupPath(group);
    }
}
