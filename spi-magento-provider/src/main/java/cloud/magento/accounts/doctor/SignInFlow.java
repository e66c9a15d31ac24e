package cloud.magento.accounts.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/**
 * A flow by which people prove a local password, and which of Keycloak's steps in it have to be ours: with Keycloak's
 * own, a linked account's right password is simply wrong, and nothing says why.
 */
final class SignInFlow {
    /** Of which use, and which steps of Keycloak's have one of ours that takes their place. */
    enum Use {
        BROWSER("browser", Map.of("auth-username-password-form", "magento-password-form"), null),
        DIRECT_GRANT(
                "direct grant",
                Map.of("direct-grant-validate-password", "magento-grant-password"),
                "magento-grant-gate"),
        RESET_CREDENTIALS("reset credentials", Map.of("reset-credential-email", "magento-reset-email"), null);

        private final String binding;
        private final Map<String, String> replacements;
        private final @Nullable String last;

        Use(String binding, Map<String, String> replacements, @Nullable String last) {
            this.binding = binding;
            this.replacements = replacements;
            this.last = last;
        }

        /** The flow of ours for it. */
        String ours() {
            return "magento " + binding;
        }

        String binding() {
            return binding;
        }
    }

    /** Asks for the password alone, after a page for the name. There is none of ours that takes its place. */
    private static final String PASSWORD_ALONE = "auth-password-form";

    private static final int PRIORITY_STEP = 10;

    private final RealmModel realm;
    private final AuthenticationFlowModel flow;
    private final Use use;

    /** Hundreds of clients can have one flow, so it is looked through once. */
    private @Nullable List<AuthenticationExecutionModel> steps;

    SignInFlow(RealmModel realm, AuthenticationFlowModel flow, Use use) {
        this.realm = realm;
        this.flow = flow;
        this.use = use;
    }

    String alias() {
        return flow.getAlias();
    }

    boolean isBuiltIn() {
        return flow.isBuiltIn();
    }

    /** What is not as it has to be, in one sentence; empty where nothing is. */
    Optional<String> fault() {
        List<String> wrong = new ArrayList<>(steps().stream()
                .map(AuthenticationExecutionModel::getAuthenticator)
                .filter(step -> use.replacements.containsKey(step) || isPasswordAlone(step))
                .toList());
        if (!wrong.isEmpty()) {
            return Optional.of("It has Keycloak's step " + String.join(", ", wrong) + ".");
        }
        return lacksLast(steps()) ? Optional.of("It does not end with the step " + use.last + ".") : Optional.empty();
    }

    /** Whether each step that is wrong has one of ours to take its place, in a flow that may be changed. */
    boolean canBeMended() {
        return !flow.isBuiltIn() && steps().stream().noneMatch(step -> isPasswordAlone(step.getAuthenticator()));
    }

    /** Puts our steps in the place of Keycloak's. */
    void mend() {
        List<AuthenticationExecutionModel> now = steps(realm, flow.getId()).toList();
        now.forEach(step -> {
            String ours = use.replacements.get(step.getAuthenticator());
            if (ours != null) {
                step.setAuthenticator(ours);
                step.setAuthenticatorConfig(null);
                realm.updateAuthenticatorExecution(step);
            }
        });
        if (lacksLast(now)) {
            AuthenticationExecutionModel gate = new AuthenticationExecutionModel();
            gate.setParentFlow(flow.getId());
            gate.setAuthenticator(use.last);
            gate.setRequirement(Requirement.REQUIRED);
            gate.setPriority(realm.getAuthenticationExecutionsStream(flow.getId())
                            .mapToInt(AuthenticationExecutionModel::getPriority)
                            .max()
                            .orElse(0)
                    + PRIORITY_STEP);
            realm.addAuthenticatorExecution(gate);
        }
    }

    private boolean isPasswordAlone(String step) {
        return use == Use.BROWSER && PASSWORD_ALONE.equals(step);
    }

    private boolean lacksLast(List<AuthenticationExecutionModel> steps) {
        return use.last != null
                && steps.stream()
                        .noneMatch(step -> use.last.equals(step.getAuthenticator())
                                && step.getRequirement() == Requirement.REQUIRED);
    }

    /** Whether a flow has a step that is not disabled, of whatever depth. */
    static boolean has(RealmModel realm, AuthenticationFlowModel flow, String step) {
        return steps(realm, flow.getId()).anyMatch(execution -> step.equals(execution.getAuthenticator()));
    }

    private List<AuthenticationExecutionModel> steps() {
        if (steps == null) {
            steps = steps(realm, flow.getId()).toList();
        }
        return steps;
    }

    /** The steps that are not disabled, of whatever depth, in their order. */
    private static Stream<AuthenticationExecutionModel> steps(RealmModel realm, String flowId) {
        return realm
                .getAuthenticationExecutionsStream(flowId)
                .filter(execution -> execution.getRequirement() != Requirement.DISABLED)
                .sorted(Comparator.comparingInt(AuthenticationExecutionModel::getPriority))
                .toList()
                .stream()
                .flatMap(execution -> execution.isAuthenticatorFlow()
                        ? steps(realm, execution.getFlowId())
                        : Stream.ofNullable(execution.getAuthenticator()).map(step -> execution));
    }
}
