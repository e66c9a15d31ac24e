package cloud.magento.accounts.registry;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * A group's later deadline was approved, or its approval ended, and the transaction is still open.
 *
 * @param approval as it is now, or null where it ended
 * @param cause why, where nobody asked for it: {@link #REALM_CREATED}, {@link #KEPT} or {@link #GROUP_DELETED}; else
 * null
 */
public record CohortApprovalChanged(
        KeycloakSession session,
        RealmModel realm,
        String groupId,
        @Nullable CohortApproval approval,
        @Nullable String cause)
        implements ProviderEvent {
    /** The group came with a realm that was created or imported. */
    public static final String REALM_CREATED = "realm-created";

    /** The group had its date before approvals were asked for. */
    public static final String KEPT = "kept-at-upgrade";

    /** The group was deleted. */
    public static final String GROUP_DELETED = "group-deleted";
}
