package cloud.magento.accounts.reminder;

import cloud.magento.accounts.campaign.CampaignWork;
import cloud.magento.accounts.campaign.CampaignWork.Due;
import cloud.magento.accounts.report.Reports;
import java.util.Optional;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The realm of a campaign, for what a node does by itself, in one transaction after the other. */
record CampaignRealm(KeycloakSessionFactory factory, Due due) {

    /** Does it in a transaction of its own; empty where the realm is gone. */
    <T> Optional<T> ask(BiFunction<KeycloakSession, CampaignRealm, T> question) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealm(due.realmId());
            if (realm == null) {
                return Optional.<T>empty();
            }
            session.getContext().setRealm(realm);
            return Optional.of(question.apply(session, this));
        });
    }

    RealmModel model(KeycloakSession session) {
        return session.getContext().getRealm();
    }

    CampaignWork work(KeycloakSession session) {
        return new CampaignWork(session, model(session));
    }

    Reports reports(KeycloakSession session) {
        return Reports.in(session, model(session)).orElseThrow();
    }
}
