package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.diagnosis.Diagnosis;
import cloud.magento.accounts.diagnosis.DiagnosisFacts;
import cloud.magento.accounts.diagnosis.Remedy;
import cloud.magento.accounts.policy.LinkRoles;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.CredentialRepresentation;

/**
 * What can be done, as a call.
 *
 * @param remedy what it does
 * @param by {@code operator}, or {@code person} for a page that the person opens
 * @param path from the server's root, with each part encoded
 * @param body what is sent, an object or a list; null where nothing is
 * @param partial whether Keycloak wants the rest of the body too, as GET of the same path gives it
 * @param wants the roles of the client {@code realm-management} that it takes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RemedyCall(
        String remedy,
        String by,
        String method,
        String path,
        @Nullable Object body,
        @Nullable Boolean partial,
        List<String> wants) {
    /** How long an exemption lasts that is suggested. */
    private static final Duration FOR_NOW = Duration.ofDays(7);

    public RemedyCall {
        wants = List.copyOf(wants);
    }

    /** Those of a diagnosis, the best first. */
    public static List<RemedyCall> all(RealmModel realm, UserModel user, Diagnosis found) {
        Paths paths = new Paths(realm, user, found);
        return found.remedies().stream().map(remedy -> of(remedy, paths, found)).toList();
    }

    private static RemedyCall of(Remedy remedy, Paths paths, Diagnosis found) {
        return switch (remedy) {
            case ENABLE_ACCOUNT -> change(remedy, paths.account(), "enabled", AdminRoles.MANAGE_USERS);
            case VERIFY_EMAIL -> change(remedy, paths.account(), "emailVerified", AdminRoles.MANAGE_USERS);
            case ENABLE_APPLICATION -> change(remedy, paths.client(), "enabled", AdminRoles.MANAGE_CLIENTS);
            case ENABLE_PROVIDER ->
                change(
                        remedy,
                        paths.admin("/identity-provider/instances/" + paths.alias()),
                        "enabled",
                        AdminRoles.MANAGE_IDENTITY_PROVIDERS);
            case UNLOCK ->
                call(
                        remedy,
                        "DELETE",
                        paths.admin("/attack-detection/brute-force/users/" + paths.id()),
                        AdminRoles.MANAGE_USERS);
            case REMOVE_LINK ->
                call(
                        remedy,
                        "DELETE",
                        paths.account() + "/federated-identity/" + paths.alias(),
                        AdminRoles.MANAGE_USERS);
            case RECONCILE -> call(remedy, "POST", paths.admin("/magento/reconcile"), LinkRoles.MANAGE);
            case MEND_FLOW -> mendFlow(remedy, paths, found.facts().flow());
            case INVITE -> invite(remedy, paths, Map.of("userId", paths.user().getId()));
            case INVITE_BY_MAIL ->
                invite(remedy, paths, Map.of("userId", paths.user().getId(), "mailAlone", true));
            case SEND_PASSWORD_MAIL ->
                send(
                        remedy,
                        "PUT",
                        paths.account() + "/execute-actions-email",
                        List.of(UserModel.RequiredAction.UPDATE_PASSWORD.name()),
                        AdminRoles.MANAGE_USERS);
            case GIVE_PASSWORD ->
                send(
                        remedy,
                        "PUT",
                        paths.account() + "/reset-password",
                        Map.of("type", CredentialRepresentation.PASSWORD, "temporary", true, "value", ""),
                        AdminRoles.MANAGE_USERS);
            case EXEMPT ->
                send(
                        remedy,
                        "PUT",
                        paths.admin("/magento/users/" + paths.id() + "/exemption"),
                        Map.of(
                                "until",
                                found.facts()
                                        .at()
                                        .plus(FOR_NOW)
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString(),
                                "reason",
                                "Help desk: " + found.code().id()),
                        LinkRoles.MANAGE);
            case CONNECT, SIGN_IN_UPSTREAM ->
                new RemedyCall(remedy.id(), "person", "GET", paths.accountPage(), null, null, List.of());
        };
    }

    private static RemedyCall mendFlow(Remedy remedy, Paths paths, DiagnosisFacts.Flow flow) {
        String check = String.valueOf(flow.check());
        return new RemedyCall(
                remedy.id(),
                "operator",
                "POST",
                paths.admin("/magento/doctor/" + check + "/fix"),
                null,
                null,
                Stream.concat(Stream.of(LinkRoles.MANAGE), DoctorResource.rolesOfFix(check))
                        .toList());
    }

    private static RemedyCall change(Remedy remedy, String path, String property, String wants) {
        return new RemedyCall(remedy.id(), "operator", "PUT", path, Map.of(property, true), true, List.of(wants));
    }

    private static RemedyCall call(Remedy remedy, String method, String path, String wants) {
        return send(remedy, method, path, null, wants);
    }

    private static RemedyCall invite(Remedy remedy, Paths paths, Map<String, Object> body) {
        return send(
                remedy, "POST", paths.admin("/magento/invitations"), body, LinkRoles.MANAGE, AdminRoles.MANAGE_USERS);
    }

    private static RemedyCall send(Remedy remedy, String method, String path, @Nullable Object body, String... wants) {
        return new RemedyCall(remedy.id(), "operator", method, path, body, null, List.of(wants));
    }

    /** Where things lie. */
    private record Paths(RealmModel realm, UserModel user, Diagnosis found) {
        String admin(String path) {
            return "/admin/realms/" + encoded(realm.getName()) + path;
        }

        String account() {
            return admin("/users/" + id());
        }

        String id() {
            return encoded(user.getId());
        }

        String alias() {
            return encoded(found.alias());
        }

        String client() {
            DiagnosisFacts.Application application = found.facts().application();
            ClientModel client = application == null ? null : realm.getClientByClientId(application.clientId());
            return admin("/clients/" + (client == null ? "" : encoded(client.getId())));
        }

        String accountPage() {
            return "/realms/" + encoded(realm.getName()) + "/magento/user";
        }

        private static String encoded(String part) {
            return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }
}
