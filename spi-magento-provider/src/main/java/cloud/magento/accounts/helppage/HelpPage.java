package cloud.magento.accounts.helppage;

import cloud.magento.accounts.ledger.FoundReference;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.PrivatePage;
import cloud.magento.accounts.web.ReadableTime;
import cloud.magento.accounts.web.SupportAddress;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The help page's content: the cases, what was asked about a reference, and what helps whoever is known. */
final class HelpPage {
    private static final long SECONDS_TO_WAIT = 60;

    private final KeycloakSession session;
    private final Locale locale;
    private final Map<String, Object> data = new HashMap<>();
    private Response.Status status = Response.Status.OK;

    HelpPage(KeycloakSession session) {
        this.session = session;
        this.locale = session.getContext().resolveLocale(null);
        RealmModel realm = session.getContext().getRealm();
        data.put("accountUrl", PageUrls.accountPage(session, realm).toString());
        data.put(
                "helpUrl",
                PageUrls.realmResource(session, realm).path("help").build().toString());
        SupportAddress.show(session, data);
    }

    /** What the reference means: the reason and the hour, and nothing that names anybody. */
    HelpPage found(FoundReference found) {
        asked(found.reference());
        data.put("outcome", "found");
        data.put("reason", found.reasonCode().map(ReasonCode::id).orElse(""));
        data.put("when", ReadableTime.dateOf(found.at().truncatedTo(ChronoUnit.HOURS), locale));
        return this;
    }

    /** Unknown reference. A mistyped one and one never issued get the same answer (no enumeration). */
    HelpPage unknown(String reference) {
        asked(reference);
        data.put("outcome", "unknown");
        return this;
    }

    /** That it was not looked up. */
    HelpPage tooMany(String reference) {
        asked(reference);
        data.put("outcome", "wait");
        status = Response.Status.TOO_MANY_REQUESTS;
        return this;
    }

    /** What helps with this person's own account, for whoever has shown in this browser that it is theirs. */
    HelpPage advising(UserModel person, Advice advice) {
        data.put("advice", advice.id());
        data.put("accountName", person.getUsername());
        return this;
    }

    Response render() {
        Response page = PrivatePage.of(
                session,
                session.getProvider(LoginFormsProvider.class)
                        .setAttribute("magento", data)
                        .setStatus(status)
                        .createForm("magento-help.ftl"));
        return status == Response.Status.OK
                ? page
                : Response.fromResponse(page)
                        .header(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT)
                        .build();
    }

    private void asked(String reference) {
        data.put("asked", reference);
        data.put("languageQuery", "&reference=" + URLEncoder.encode(reference, StandardCharsets.UTF_8) + "#reference");
    }
}
