package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.web.CsrfCheck;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.PrivatePage;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;

/** A page as it is put together and rendered. */
final class Screen {
    private final KeycloakSession session;
    private final Map<String, Object> data = new HashMap<>();
    private final List<Map<String, Object>> sections = new ArrayList<>();
    private final List<Map<String, Object>> alerts = new ArrayList<>();
    private Response.Status status = Response.Status.OK;

    Screen(Operator operator, Place place) {
        this.session = operator.session();
        data.put("accountName", operator.visitor().user().getUsername());
        data.put("stateChecker", CsrfCheck.stateChecker(session));
        data.put("place", place.id());
        data.put("sections", sections);
        data.put("alerts", alerts);
        data.put("places", places());
        data.put(
                "auditUrl",
                PageUrls.realmResource(session, operator.realm())
                        .path("audit")
                        .build()
                        .toString());
        data.put("signOutUrl", PageUrls.accountPage(session, operator.realm()) + "/sign-out");
        if (CsrfCheck.OUTDATED.equals(
                session.getContext().getUri().getQueryParameters().getFirst("notice"))) {
            alerts.add(Map.of("kind", "info", "id", "outdated", "say", Say.shared("magento.user.notice.outdated")));
        }
    }

    Screen alert(String kind, String key, Object... values) {
        alerts.add(Map.of("kind", kind, "id", key, "say", Say.text(key, values)));
        return this;
    }

    /** What the API said, which is in English. */
    Screen quote(String kind, String key, List<String> sentences) {
        alerts.add(Map.of("kind", kind, "id", key, "say", Say.text(key, sentences.size()), "english", sentences));
        return this;
    }

    /** For who may see none of them. */
    Screen withoutPlaces() {
        data.put("places", List.of());
        return this;
    }

    Screen with(Section section) {
        sections.add(section.data());
        return this;
    }

    Screen status(Response.Status answered) {
        this.status = answered;
        return this;
    }

    Response render() {
        return PrivatePage.of(
                session,
                session.getProvider(LoginFormsProvider.class)
                        .setAttribute("magento", data)
                        .setStatus(status)
                        .createForm("magento-operate.ftl"));
    }

    private List<Map<String, Object>> places() {
        List<Map<String, Object>> places = new ArrayList<>();
        for (Place place : Place.values()) {
            places.add(Map.of("id", place.id(), "url", place.url(session), "say", Say.text("nav." + place.id())));
        }
        return places;
    }
}
