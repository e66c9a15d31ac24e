package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.evaluation.Visitor;
import cloud.magento.accounts.ledger.CheckpointRefusedException;
import cloud.magento.accounts.ledger.Checkpoints;
import cloud.magento.accounts.ledger.LedgerExport;
import cloud.magento.accounts.ledger.LedgerVerification;
import cloud.magento.accounts.ledger.LedgerVerification.Findings;
import cloud.magento.accounts.policy.LinkRoles;
import cloud.magento.accounts.report.ExportFormat;
import cloud.magento.accounts.report.InvalidFilterException;
import cloud.magento.accounts.report.Reports;
import cloud.magento.accounts.web.CsrfCheck;
import cloud.magento.accounts.web.Download;
import cloud.magento.accounts.web.SignInUrl;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.LocaleUtil;

/**
 * The auditor's pages, rendered on the server for the person whom the realm's own sign-in cookie identifies, if they
 * have the role. What
 * runs long, signs, or takes something away is a POST that carries the cookie's state checker.
 */
public final class AuditResource {
    private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED;
    private final KeycloakSession session;
    private final RealmModel realm;

    public AuditResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** Everything at a glance. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response overview() {
        return admitted(auditor -> {
            events(auditor).ledger(Map.of("read", "audit"));
            return new Overview(session, reports(), auditor).render(null);
        });
    }

    /** Where the sign-in comes back to; as on the account page, the code it brings is not redeemed. */
    @GET
    @Path("returned")
    public Response returned() {
        return toOverview();
    }

    /** The accounts under a filter. */
    @GET
    @Path("accounts")
    @Produces(MediaType.TEXT_HTML)
    public Response accounts() {
        return admitted(auditor -> new AccountsPage(session, reports(), auditor)
                .render(session.getContext().getUri().getQueryParameters()));
    }

    /** The same, all of them, as a file. */
    @POST
    @Path("accounts/export")
    @Consumes(FORM)
    public Response exportAccounts(
            @FormParam("stateChecker") @Nullable String stateChecker, @FormParam("format") @Nullable String format) {
        return posted(stateChecker, auditor -> {
            ExportFormat chosen =
                    Optional.ofNullable(format).flatMap(ExportFormat::withId).orElseThrow(BadRequestException::new);
            IdentityForm form =
                    IdentityForm.of(session.getContext().getHttpRequest().getDecodedFormParameters());
            Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
            try {
                reports().export(form.filter(now));
            } catch (InvalidFilterException e) {
                throw new BadRequestException(e);
            }
            Map<String, Object> evidence = new LinkedHashMap<>(form.evidence());
            evidence.put("format", chosen.id());
            events(auditor).export(evidence);
            return Download.of(
                    session,
                    realm,
                    "accounts." + chosen.id(),
                    chosen.mediaType() + ";charset=UTF-8",
                    (own, ownRealm, out) -> chosen.write(
                            Reports.in(own, ownRealm)
                                    .orElseThrow(NotFoundException::new)
                                    .export(form.filter(now)),
                            out));
        });
    }

    /** The entries of the ledger, newest first, or the result for one reference. */
    @GET
    @Path("entries")
    @Produces(MediaType.TEXT_HTML)
    public Response entries() {
        MultivaluedMap<String, String> asked = session.getContext().getUri().getQueryParameters();
        String reference = asked.getFirst("reference");
        return admitted(auditor -> reference == null || reference.isBlank()
                ? new EntriesPage(session, auditor).render(asked)
                : new ReferencePage(session, auditor).render(reference));
    }

    /** A guide of this version. It tells of no account, so nothing is put on record. */
    @GET
    @Path("guides/{name}")
    @Produces(MediaType.TEXT_HTML)
    public Response guide(@PathParam("name") String name) {
        return admitted(auditor -> {
            String text = Guides.named(name).orElseThrow(NotFoundException::new);
            GuideHtml guide = GuideHtml.of(text, new AuditUrls(session)::guide);
            return new AuditPage(session, auditor)
                    .put("heading", guide.title())
                    .put("guide", guide.html())
                    .render("magento-audit-guide.ftl", Response.Status.OK);
        });
    }

    /** Verifies the whole ledger in the database and shows the result. */
    @POST
    @Path("record/verify")
    @Consumes(FORM)
    @Produces(MediaType.TEXT_HTML)
    public Response verify(@FormParam("stateChecker") @Nullable String stateChecker) {
        return posted(stateChecker, auditor -> {
            Findings findings = new LedgerVerification(session, realm).verify();
            events(auditor).ledger(Map.of("read", "audit", "whole", findings.isWhole()));
            return new Overview(session, reports(), auditor).render(findings);
        });
    }

    /** Exports the whole ledger, to be kept and verified elsewhere. */
    @POST
    @Path("record/export")
    @Consumes(FORM)
    public Response exportRecord(@FormParam("stateChecker") @Nullable String stateChecker) {
        return posted(stateChecker, auditor -> {
            events(auditor).ledger(Map.of("read", "ledger/export"));
            return Download.of(
                    session,
                    realm,
                    LedgerExport.NAME,
                    LedgerExport.MEDIA_TYPE,
                    (own, ownRealm, out) -> new LedgerExport(own, ownRealm).write(0, Long.MAX_VALUE, out));
        });
    }

    /** A signed checkpoint of this moment. */
    @POST
    @Path("record/checkpoint")
    @Consumes(FORM)
    public Response checkpoint(@FormParam("stateChecker") @Nullable String stateChecker) {
        return posted(stateChecker, auditor -> {
            String checkpoint;
            try {
                checkpoint = new Checkpoints(session, realm).sign();
            } catch (CheckpointRefusedException e) {
                return new Overview(session, reports(), auditor).unsigned();
            }
            events(auditor).ledger(Map.of("read", "ledger/checkpoint"));
            return Download.of(checkpoint + "\n", "magento-checkpoint.jws", "application/jose");
        });
    }

    /** Whoever comes back to what was posted, with another language or after a new sign-in, finds the page. */
    @GET
    @Path("record/{what}")
    public Response back() {
        return toOverview();
    }

    private Response admitted(Function<Visitor, Response> page) {
        LocaleUtil.processLocaleParam(session, realm, null);
        session.getContext().setClient(SignInUrl.client(realm));
        Optional<Visitor> auditor = Visitor.signedIn(session, realm);
        if (auditor.isPresent() && !auditor.get().hasAnyRole(realm, LinkRoles.VIEW, LinkRoles.MANAGE)) {
            return new AuditPage(session, auditor.get()).render("magento-audit-refused.ftl", Response.Status.FORBIDDEN);
        }
        return auditor.filter(known -> known.isInGoodStanding(session, realm))
                .map(page)
                .orElseGet(() -> Response.seeOther(new SignInUrl(session, realm, "audit/returned").url())
                        .build());
    }

    private Response posted(@Nullable String stateChecker, Function<Visitor, Response> action) {
        return admitted(auditor -> CsrfCheck.isGenuine(session, stateChecker)
                ? action.apply(auditor)
                : Response.seeOther(new AuditUrls(session).outdated()).build());
    }

    private Response toOverview() {
        return Response.seeOther(new AuditUrls(session).overview()).build();
    }

    private Reports reports() {
        return Reports.in(session, realm).orElseThrow(NotFoundException::new);
    }

    private AuditEvents events(Visitor auditor) {
        return new AuditEvents(session, auditor);
    }
}
