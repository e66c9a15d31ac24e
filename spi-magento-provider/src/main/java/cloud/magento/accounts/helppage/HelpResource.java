package cloud.magento.accounts.helppage;

import cloud.magento.accounts.diagnosis.Diagnosis;
import cloud.magento.accounts.evaluation.ProvenPerson;
import cloud.magento.accounts.ledger.References;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.LocaleUtil;

/**
 * The page for who cannot sign in, at an address that support can send. It needs no session, makes none and calls
 * nobody. It is the same for everybody and says nothing of any account, but to a person who has shown in this browser
 * that an account is theirs: they are told what helps with that one. That a provider is switched off changes nothing
 * here. Of a reference it tells the reason and roughly when, which the page that showed it told too, and never more.
 */
public final class HelpResource {
    /** Longer than any line somebody pastes a reference with. */
    private static final int MAX_REFERENCE = 200;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final LookupLimit limit;

    public HelpResource(KeycloakSession session, LookupLimit limit) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.limit = limit;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response page(@QueryParam("reference") @Nullable String reference) {
        heedLanguage();
        HelpPage page = new HelpPage(session);
        advise(page);
        if (reference == null || reference.isBlank()) {
            return page.render();
        }
        if (reference.length() > MAX_REFERENCE) {
            return page.unknown("").render();
        }
        if (!limit.allows(session.getContext().getConnection().getRemoteAddr())) {
            return page.tooMany(reference).render();
        }
        return new References(session, realm)
                .find(reference)
                .map(page::found)
                .orElseGet(() -> page.unknown(reference))
                .render();
    }

    private void advise(HelpPage page) {
        ProvenPerson.in(session, realm)
                .ifPresent(person -> Diagnosis.of(session, realm, person, null, null)
                        .map(Diagnosis::code)
                        .ifPresent(code -> page.advising(person, Advice.of(code))));
    }

    /** Keycloak writes any requested language into a cookie, so only the realm's languages are passed on. */
    private void heedLanguage() {
        String asked =
                session.getContext().getUri().getQueryParameters().getFirst(LocaleSelectorProvider.KC_LOCALE_PARAM);
        if (realm.getSupportedLocalesStream().anyMatch(language -> language.equals(asked))) {
            LocaleUtil.processLocaleParam(session, realm, null);
        }
    }
}
