package cloud.magento.accounts.doctor;

/** What a fix changes, and so which right of Keycloak's its caller needs. */
public enum Changes {
    /** Nothing: the check has no fix. */
    NOTHING,
    /** Flows, required actions and settings of the realm. */
    REALM,
    /** Applications. */
    CLIENTS,
    /** Identity providers. */
    PROVIDERS
}
