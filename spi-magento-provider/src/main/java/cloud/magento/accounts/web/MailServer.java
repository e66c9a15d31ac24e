package cloud.magento.accounts.web;

import org.keycloak.models.RealmModel;

/** Whether a realm can send mail at all, so that no page promises one that will never come. */
public final class MailServer {
    private MailServer() {}

    public static boolean isConfigured(RealmModel realm) {
        String host = realm.getSmtpConfig().get("host");
        return host != null && !host.isBlank();
    }
}
