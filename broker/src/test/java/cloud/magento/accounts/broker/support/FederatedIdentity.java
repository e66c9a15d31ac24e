package cloud.magento.accounts.broker.support;

/** An account's link as Keycloak tells it to an administrator. */
public record FederatedIdentity(String identityProvider, String userId, String userName) {}
