package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.AdminApi;
import cloud.magento.accounts.adoption.Adoption;
import cloud.magento.accounts.evaluation.Visitor;
import cloud.magento.accounts.policy.LinkRoles;
import cloud.magento.accounts.upstream.MagentoProvider;
import cloud.magento.accounts.web.CsrfCheck;
import cloud.magento.accounts.web.SignInUrl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.http.FormPartValue;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.LocaleUtil;

/**
 * The operator's pages, rendered on the server for the person whom the realm's own sign-in cookie identifies, if they
 * have a role. What changes something is a POST that carries the cookie's state checker, and calls the admin REST API.
 */
public final class OperateResource {
    private final KeycloakSession session;
    private final RealmModel realm;

    public OperateResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** Whether the realm has something to operate: a provider of ours, or one that can become ours. */
    public static boolean hasSomething(KeycloakSession session, RealmModel realm) {
        return MagentoProvider.in(session, realm).isPresent()
                || Adoption.candidate(session).isPresent();
    }

    /** Where the roll-out stands and what comes next. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response overview() {
        return shown(Place.OVERVIEW);
    }

    /** Where the sign-in comes back to; as on the account page, the code it brings is not redeemed. */
    @GET
    @Path("returned")
    public Response returned() {
        return Response.seeOther(URI.create(Place.OVERVIEW.url(session))).build();
    }

    @GET
    @Path("{place}")
    @Produces(MediaType.TEXT_HTML)
    public Response show(@PathParam("place") String id) {
        return shown(Place.withId(id).orElseThrow(NotFoundException::new));
    }

    @POST
    @Path("{place}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response post(@PathParam("place") String id) {
        Place place = Place.withId(id).orElseThrow(NotFoundException::new);
        return posted(
                place, new Sent(session.getContext().getHttpRequest().getDecodedFormParameters()), page -> page::post);
    }

    /** A file of links. */
    @POST
    @Path("links/file")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response file() {
        MultivaluedMap<String, FormPartValue> parts =
                session.getContext().getHttpRequest().getMultiPartFormParameters();
        Sent sent = Sent.ofParts(parts);
        InputStream file = Optional.ofNullable(parts.getFirst(LinksPage.FILE))
                .map(FormPartValue::asInputStream)
                .orElseGet(InputStream::nullInputStream);
        return posted(Place.LINKS, sent, page -> form -> ((LinksPage) page).file(form, file));
    }

    /** Whoever comes back to the file, with another language, finds its page. */
    @GET
    @Path("links/file")
    public Response noFile() {
        return Response.seeOther(URI.create(Place.LINKS.url(session))).build();
    }

    private OperatorPage page(Operator operator, Place place) {
        return switch (place) {
            case OVERVIEW -> new OverviewPage(operator);
            case POLICY -> new PolicyPage(operator);
            case GROUPS -> new GroupsPage(operator);
            case EXEMPTIONS -> new ExemptionsPage(operator);
            case INVITATIONS -> new InvitationsPage(operator);
            case CAMPAIGNS -> new CampaignsPage(operator);
            case OUTAGE -> new OutagePage(operator);
            case LINKS -> new LinksPage(operator);
            case RECONCILE -> new ReconcilePage(operator);
            case ADOPTION -> new AdoptionPage(operator);
            case CHECKS -> new ChecksPage(operator);
            case AHEAD -> new AheadPage(operator);
            case PERSON -> new PersonPage(operator);
        };
    }

    private Response admitted(Function<Operator, Response> answer) {
        LocaleUtil.processLocaleParam(session, realm, null);
        session.getContext().setClient(SignInUrl.client(realm));
        Optional<Visitor> visitor = Visitor.signedIn(session, realm);
        if (visitor.isPresent()
                && !visitor.get().hasAnyRole(realm, LinkRoles.VIEW, LinkRoles.MANAGE, AdminRoles.MANAGE_REALM)) {
            return new Screen(new Operator(session, realm, visitor.get()), Place.OVERVIEW)
                    .alert("error", "refused")
                    .status(Response.Status.FORBIDDEN)
                    .withoutPlaces()
                    .render();
        }
        return visitor.filter(this::isInGoodStanding)
                .map(known -> answer.apply(new Operator(session, realm, known)))
                .orElseGet(() -> Response.seeOther(new SignInUrl(session, realm, "operate/returned").url())
                        .build());
    }

    private boolean isInGoodStanding(Visitor visitor) {
        return MagentoProvider.in(session, realm).isEmpty() || visitor.isInGoodStanding(session, realm);
    }

    private Response shown(Place place) {
        return admitted(
                operator -> told(operator, place, () -> page(operator, place).show(parameters())));
    }

    private Response posted(Place place, Sent sent, Function<OperatorPage, Function<Sent, Response>> form) {
        return admitted(operator -> {
            if (!CsrfCheck.isGenuine(session, sent.text("stateChecker"))) {
                return Response.seeOther(place.outdated(session)).build();
            }
            return told(operator, place, () -> form.apply(page(operator, place)).apply(sent));
        });
    }

    /** What the API refuses is told on the page, as it would be to a program. */
    private Response told(Operator operator, Place place, Supplier<Response> page) {
        try {
            return page.get();
        } catch (WebApplicationException refused) {
            String problem = AdminApi.problem(refused);
            if (problem.isEmpty()) {
                throw refused;
            }
            return new Screen(operator, place)
                    .quote("error", "problem", List.of(problem))
                    .with(new Section("back").link("back", place.url(session)))
                    .status(Response.Status.fromStatusCode(refused.getResponse().getStatus()))
                    .render();
        }
    }

    private MultivaluedMap<String, String> parameters() {
        return session.getContext().getUri().getQueryParameters();
    }
}
