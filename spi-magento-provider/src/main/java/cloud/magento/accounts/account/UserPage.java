package cloud.magento.accounts.account;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.upstream.DeclaredOutage;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.PersonName;
import cloud.magento.accounts.web.PrivatePage;
import cloud.magento.accounts.web.ReadableTime;
import cloud.magento.accounts.web.SignInUrl;
import cloud.magento.accounts.web.SupportAddress;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.Urls;

/** The account page's content: who is signed in, and whether their account is connected to Magento.com. */
final class UserPage {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final AccountEvaluation evaluation;
    private final Locale locale;
    private final Map<String, Object> data = new HashMap<>();

    UserPage(KeycloakSession session, AccountEvaluation evaluation, String stateChecker) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.evaluation = evaluation;
        this.locale = session.getContext().resolveLocale(evaluation.user());
        data.put("stateChecker", stateChecker);
    }

    /** Shows a notice. */
    UserPage notice(@Nullable String notice) {
        putIfPresent("notice", notice);
        return this;
    }

    Response render() {
        account();
        data.put("upstreamDisabled", !evaluation.provider().isEnabled());
        DeclaredOutage.in(session, realm).ifPresent(outage -> outage.show(data));
        SupportAddress.show(session, data);
        evaluation.link().ifPresentOrElse(this::connected, this::notConnected);
        links();
        return PrivatePage.of(
                session,
                session.getProvider(LoginFormsProvider.class)
                        .setAttribute("magento", data)
                        .createForm("magento-user.ftl"));
    }

    private void account() {
        UserModel user = evaluation.user();
        data.put("accountName", user.getUsername());
        putIfPresent("accountEmail", user.getEmail());
        PersonName.of(user.getFirstName(), user.getLastName(), locale).ifPresent(name -> data.put("fullName", name));
    }

    private void connected(FederatedIdentityModel link) {
        data.put("status", "connected");
        putIfPresent("upstreamName", link.getUserName());
        data.put("switchUrl", action("switch"));
        new LinkRegistry(session, realm)
                .ofAccount(evaluation.user().getId(), evaluation.provider().getAlias())
                .ifPresent(kept -> data.put("since", ReadableTime.dayOf(kept.linkedAt(), locale)));
    }

    private void notConnected() {
        Instant deadline = evaluation.deadline();
        data.put("status", "not-connected");
        data.put("reportOnly", evaluation.settings().reportOnly());
        data.put("deadline", ReadableTime.dateOf(deadline, locale));
        data.put("daysLeft", ReadableTime.daysUntil(evaluation.now(), deadline));
        data.put("overdue", !evaluation.now().isBefore(deadline));
        evaluation.exemptUntil().ifPresent(until -> data.put("exemptUntil", ReadableTime.dateOf(until, locale)));
    }

    private void links() {
        data.put("connectUrl", action("connect"));
        data.put("signOutUrl", action("sign-out"));
        data.put(
                "accountConsoleUrl",
                Urls.accountBase(session.getContext().getUri().getBaseUri())
                        .queryParam("referrer", SignInUrl.client(realm).getClientId())
                        .build(realm.getName())
                        .toString());
    }

    private String action(String name) {
        return PageUrls.realmResource(session, realm)
                .path("user")
                .path(name)
                .build()
                .toString();
    }

    private void putIfPresent(String key, @Nullable String value) {
        if (value != null) {
            data.put(key, value);
        }
    }
}
