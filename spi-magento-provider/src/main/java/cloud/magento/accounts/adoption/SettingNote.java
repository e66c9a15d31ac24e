package cloud.magento.accounts.adoption;

/**
 * A setting of Keycloak's provider that does not come along as it is.
 *
 * @param setting its name
 * @param what what becomes of it
 * @param todo what the operator can do about it; empty where nothing is to be done
 */
public record SettingNote(String setting, String what, String todo) {}
