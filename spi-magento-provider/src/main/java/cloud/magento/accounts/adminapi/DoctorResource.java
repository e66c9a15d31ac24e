package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.doctor.Changes;
import cloud.magento.accounts.doctor.Doctor;
import cloud.magento.accounts.doctor.Finding;
import cloud.magento.accounts.doctor.Fix;
import cloud.magento.accounts.doctor.Severity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AdminRoles;

/**
 * {@code GET doctor} says what the realm's configuration leaves open; {@code POST doctor/{check}/fix?dryRun=} mends
 * what is certain of one check.
 */
public final class DoctorResource {
    /** A finding as the API tells of it. */
    public record Body(
            String check,
            String severity,
            String subject,
            String evidence,
            String consequence,
            String mend,
            boolean fixable) {
        static Body of(Finding finding) {
            return new Body(
                    finding.check(),
                    finding.severity().id(),
                    finding.subject(),
                    finding.evidence(),
                    finding.consequence(),
                    finding.mend(),
                    finding.fixable());
        }

        static List<Body> all(List<Finding> findings) {
            return findings.stream().map(Body::of).toList();
        }
    }

    /** What was found: how many of each severity, and each, what is severe first. */
    public record Report(long severe, long warnings, long notes, List<Body> findings) {
        static Report of(List<Finding> findings) {
            return new Report(
                    count(findings, Severity.SEVERE),
                    count(findings, Severity.WARNING),
                    count(findings, Severity.NOTE),
                    Body.all(findings));
        }

        private static long count(List<Finding> findings, Severity severity) {
            return findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
        }
    }

    /** What a fix did. */
    public record FixBody(String check, boolean dryRun, List<Body> fixed, List<Body> left) {}

    private final AdminCall call;

    DoctorResource(AdminCall call) {
        this.call = call;
    }

    /** Examines the realm, and changes nothing. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Report examine() {
        call.access().requireViewOrRealm();
        call.requireKnown(Set.of());
        return Report.of(Doctor.examine(call.session(), call.realm()));
    }

    /**
     * Mends what is certain.
     *
     * @param check whose findings
     * @param dryRun only tell what would be done
     */
    @POST
    @Path("{check}/fix")
    @Produces(MediaType.APPLICATION_JSON)
    public FixBody fix(@PathParam("check") String check, @QueryParam("dryRun") boolean dryRun) {
        call.access().requireManage();
        call.requireKnown(Set.of("dryRun"));
        Set<Changes> changes = Doctor.changes(check)
                .orElseThrow(() -> Problem.of(Response.Status.NOT_FOUND, "There is no check of this name."));
        changes.stream().sorted(Comparator.reverseOrder()).forEach(this::requireRight);
        Fix fix = Doctor.fix(call.session(), call.realm(), check, dryRun);
        if (!dryRun && !fix.fixed().isEmpty()) {
            call.record(
                    OperationType.ACTION,
                    "MAGENTO_DOCTOR",
                    Map.of(
                            "check",
                            check,
                            "fixed",
                            fix.fixed().stream().map(Finding::subject).toList()));
        }
        return new FixBody(fix.check(), fix.dryRun(), Body.all(fix.fixed()), Body.all(fix.left()));
    }

    /** The roles of Keycloak's that a fix of this check takes, beside that of this API. */
    static Stream<String> rolesOfFix(String check) {
        return Doctor.changes(check).stream()
                .flatMap(Set::stream)
                .sorted(Comparator.reverseOrder())
                .flatMap(changes -> switch (changes) {
                    case NOTHING -> Stream.empty();
                    case REALM -> Stream.of(AdminRoles.MANAGE_REALM);
                    case CLIENTS -> Stream.of(AdminRoles.MANAGE_CLIENTS);
                    case PROVIDERS -> Stream.of(AdminRoles.MANAGE_IDENTITY_PROVIDERS);
                });
    }

    private void requireRight(Changes changes) {
        switch (changes) {
            case NOTHING ->
                throw Problem.of(
                        Response.Status.CONFLICT,
                        "What this check finds has no fix that is certain. Each finding says what to do.");
            case REALM -> call.access().requireManageRealm();
            case CLIENTS -> call.access().requireManageClients();
            case PROVIDERS -> call.access().requireManageIdentityProviders();
        }
    }
}
